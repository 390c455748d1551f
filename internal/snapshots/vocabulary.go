package snapshots

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
)

// Vocabulary are the words that redaction leaves alone, as verdicts may hang on them:
// what rules and the catalog compare values with, and the names of properties. They are
// public and tell nothing of whose snapshot it is.
type Vocabulary struct {
	whole      map[string]bool // texts
	words      map[string]bool // and the words in them
	properties map[string]bool
}

// NewVocabulary takes the words of the catalog and of rules, which may be nil.
func NewVocabulary(rules ...fs.FS) (*Vocabulary, error) {
	v := &Vocabulary{whole: map[string]bool{}, words: map[string]bool{}, properties: map[string]bool{}}
	for w := range strings.FieldsSeq(known) {
		v.add(w)
	}
	natives := map[string]bool{}
	for _, name := range catalog.Types() {
		t, _ := catalog.Lookup(name)
		text, err := json.Marshal(t) //nolint:musttag // only the words in it matter
		if err != nil {
			return nil, fmt.Errorf("listing the words of %s: %w", name, err)
		}
		var plain any
		if err := json.Unmarshal(text, &plain); err != nil {
			return nil, fmt.Errorf("listing the words of %s: %w", name, err)
		}
		v.catalog(plain)
		for i := range t.CloudFormation {
			natives[t.CloudFormation[i].Type] = true
		}
	}
	for native := range natives {
		v.shape(catalog.NativeShape(native))
	}
	for _, fsys := range rules {
		if err := v.rules(fsys); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// known are words of ARNs, hosts and protocols.
const known = `arn aws aws-cn aws-us-gov amazonaws com cn http https tcp udp tls ssl dualstack vpce internal elb rds ec2 s3 sqs sns lambda kms
	function db cluster cluster-pg cluster-ro cluster-snapshot snapshot subgrp targetgroup loadbalancer app net gwy listener listener-rule topic queue table stream
	key alias secret role policy user group instance instance-profile volume subnet vpc natgateway eip-allocation security-group route-table
	replicationgroup serverlesscache global-cluster global-table broker configuration domain service task task-definition container-instance
	capacity-provider autoScalingGroup autoScalingGroupName launchConfiguration scalingPolicy alarm log-group log-stream rule event-bus stateMachine
	activity execution hostedzone healthcheck distribution accelerator apis restapis stages deployments repository file-system access-point
	backup-vault backup-plan recovery-point transit-gateway transit-gateway-attachment vpn-connection vpn-gateway customer-gateway internet-gateway
	default root true false latest LATEST DEFAULT any all AND OR NOT cron rate at minute minutes hour hours day days
	MON TUE WED THU FRI SAT SUN mon tue wed thu fri sat sun UTC GMT`

// catalog takes every text without spaces; sentences are documentation.
func (v *Vocabulary) catalog(x any) {
	switch x := x.(type) {
	case string:
		if !strings.ContainsAny(x, " \n") {
			v.add(x)
		}
	case []any:
		for _, e := range x {
			v.catalog(e)
		}
	case map[string]any:
		for _, e := range x {
			v.catalog(e)
		}
	}
}

func (v *Vocabulary) shape(s *catalog.Shape) {
	for name, inner := range s.Of {
		v.properties[name] = true
		v.shape(inner)
	}
}

// literal is a text in Rego that may be a value.
var literal = regexp.MustCompile("\"([^\"\\\\\n]{1,100})\"|`([^`\n]{1,100})`")

func (v *Vocabulary) rules(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".rego" {
			return err
		}
		src, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		for _, m := range literal.FindAllSubmatch(src, -1) {
			if text := string(m[1]) + string(m[2]); !strings.ContainsAny(text, " %") {
				v.add(text)
			}
		}
		return nil
	})
}

func (v *Vocabulary) add(text string) {
	v.whole[text] = true
	for _, word := range token.FindAllString(text, -1) {
		v.words[word] = true
	}
	// Keys of documents that rules look into.
	v.properties[text] = true
}
