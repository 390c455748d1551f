package snapshots

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// pseudonyms makes names that say nothing, always the same for the same key and name.
type pseudonyms struct {
	key   []byte
	known map[string]string // the latest ones, as names come in crowds
}

// remembered bounds the names in memory.
const remembered = 1 << 18

func newPseudonyms(key []byte) *pseudonyms {
	return &pseudonyms{key: key, known: map[string]string{}}
}

func (p *pseudonyms) digest(kind, name string) []byte {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(kind))
	mac.Write([]byte{0})
	mac.Write([]byte(name))
	return mac.Sum(nil)
}

func (p *pseudonyms) cached(kind, name string, spell func(sum []byte) string) string {
	id := kind + name
	if known, ok := p.known[id]; ok {
		return known
	}
	if len(p.known) >= remembered {
		clear(p.known)
	}
	out := spell(p.digest(kind, name))
	p.known[id] = out
	return out
}

// name has 60 bits, so that a million of names do not collide.
func (p *pseudonyms) name(s string) string {
	const length = 12
	return p.cached("n", s, func(sum []byte) string {
		return "n" + strings.ToLower(base32.StdEncoding.EncodeToString(sum))[:length]
	})
}

// hex are the digits of a physical ID.
func (p *pseudonyms) hex(s string) string {
	const length = 17
	return p.cached("h", s, func(sum []byte) string { return hex.EncodeToString(sum)[:length] })
}

// digits has as many as what it replaces, up to 18: an account stays one.
func (p *pseudonyms) digits(s string) string {
	const most = 18
	n := min(len(s), most)
	return p.cached("d", s, func(sum []byte) string {
		text := fmt.Sprintf("%018d", binary.BigEndian.Uint64(sum)%1_000_000_000_000_000_000)
		return text[most-n:]
	})
}

// address keeps which addresses lie in one network: an octet hangs on those before it.
// What is no address of a network of its own stays: 0.0.0.0, loopback, link-local.
func (p *pseudonyms) address(s string) string {
	if strings.HasPrefix(s, "0.") || strings.HasPrefix(s, "127.") || strings.HasPrefix(s, "169.254.") || strings.HasPrefix(s, "255.") {
		return s
	}
	octets := strings.Split(s, ".")
	out := make([]string, len(octets))
	for i, o := range octets {
		if n, err := strconv.Atoi(o); err == nil && n == 0 {
			out[i] = "0" // the end of a network's address
			continue
		}
		sum := p.digest("a", strings.Join(octets[:i+1], "."))
		out[i] = strconv.Itoa(1 + int(sum[0])%254)
	}
	return strings.Join(out, ".")
}
