package cloudformation

// connector is AWS::Serverless::Connector: permissions from one resource to others. Only
// the policy is made, for what it refers to; the actions that it would allow are not.
func (p *part) connector() {
	resources := p.list()
	for _, end := range []string{"Source", "Destination"} {
		ends := arguments(p.get(end))
		if !isSequence(p.get(end)) {
			ends = append(ends, p.get(end))
		}
		for _, e := range ends {
			if id := p.word(lookup(e, "Id")); p.s.logicals[id] != nil || p.s.aliases[id] != "" {
				resources.Content = append(resources.Content, p.object(p.entry("Fn::Join", p.list(p.text(""), p.list(p.text("arn:*:"), p.ref(id))))))
			}
		}
	}
	p.make(p.l.name+"Policy", "AWS::IAM::ManagedPolicy", []pair{p.entry("PolicyDocument", p.object(p.entry("Statement", p.list(p.object(
		p.entry("Effect", p.text("Allow")), p.entry("Resource", resources))))))})
}
