package funcs

import (
	"crypto/md5"  //nolint:gosec // what the functions of this name are
	"crypto/sha1" //nolint:gosec // what the functions of this name are
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"

	"github.com/google/uuid"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// digest is a hash function and how its result is written.
type digest struct {
	hash   func() hash.Hash
	encode func([]byte) string
}

// digests are the hash functions by name. There is one of a string and, after "file", one of a file for each.
func digests() map[string]digest {
	b64, hx := base64.StdEncoding.EncodeToString, hex.EncodeToString
	return map[string]digest{
		"base64sha256": {sha256.New, b64},
		"base64sha512": {sha512.New, b64},
		"md5":          {md5.New, hx},
		"sha1":         {sha1.New, hx},
		"sha256":       {sha256.New, hx},
		"sha512":       {sha512.New, hx},
	}
}

func (d digest) of(data []byte) string {
	h := d.hash()
	h.Write(data)
	return d.encode(h.Sum(nil))
}

func cryptoFunctions() map[string]function.Function {
	fns := map[string]function.Function{
		"bcrypt":     guard(bcryptFunc(), options{}),
		"rsadecrypt": guard(unpredictableFunc("Decrypts.", stringParam("ciphertext"), stringParam("privatekey")), options{}),
		"uuid":       guard(unpredictableFunc("Makes a random UUID."), options{}),
		"uuidv5":     guard(uuidV5Func(), options{}),
	}
	for name, d := range digests() {
		fns[name] = guard(stringFunc("Hashes a string.", []string{"str"}, func(args []string) (string, error) {
			return d.of([]byte(args[0])), nil
		}), options{})
	}
	return fns
}

// unpredictableFunc stands for a function whose result is not the same at every time and place, or should not be
// looked at. The result is a string that is not null, and nothing else is known of it.
func unpredictableFunc(description string, params ...function.Parameter) function.Function {
	return function.New(&function.Spec{
		Description:  description,
		Params:       params,
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			return cty.UnknownVal(cty.String), nil
		},
	})
}

// bcryptFunc takes an optional cost.
func bcryptFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Hashes a password with a random salt.",
		Params:       []function.Parameter{stringParam("str")},
		VarParam:     &function.Parameter{Name: "cost", Type: cty.Number},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args) > 2 {
				return cty.NilVal, errors.New("bcrypt() takes no more than two arguments")
			}
			return cty.UnknownVal(cty.String), nil
		},
	})
}

func uuidV5Func() function.Function {
	namespaces := map[string]uuid.UUID{
		"dns":  uuid.NameSpaceDNS,
		"url":  uuid.NameSpaceURL,
		"oid":  uuid.NameSpaceOID,
		"x500": uuid.NameSpaceX500,
	}
	return stringFunc("Makes a UUID of a name in a namespace.", []string{"namespace", "name"},
		func(args []string) (string, error) {
			namespace, found := namespaces[args[0]]
			if !found {
				var err error
				if namespace, err = uuid.Parse(args[0]); err != nil {
					return "", fmt.Errorf("uuidv5() doesn't support namespace %s (%w)", args[0], err)
				}
			}
			return uuid.NewSHA1(namespace, []byte(args[1])).String(), nil
		})
}
