package catalog
func lookup(typ string) *Type { return nil }
func typeNames() []string { return nil }
func namespaceTypes(n string) []string {return nil}
func metricTypes(n, k string) []watched {return nil}
func namespaces() []string {return nil}
func backupTypes() []string {return nil}
