package cloudformation

func (t *template) findDirectives() {}
