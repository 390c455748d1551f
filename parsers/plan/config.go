package plan

import "encoding/json"

// configuration is the part of a plan that says how values were written.
type configuration struct {
	providers map[string]*providerConfig
	root      *module
}

type providerConfig struct {
	module string // address of the module that configures it
	body   *block
	read   *surrounding // what it says, once that was asked for
}

type module struct {
	resources map[string]*configured // by block
	outputs   map[string]*expression
	calls     map[string]*call
	variables map[string]any // defaults of those that are not sensitive
}

// call returns a module call; nil when there is none, or no configuration.
func (m *module) call(name string) *call {
	if m == nil {
		return nil
	}
	return m.calls[name]
}

type call struct {
	arguments map[string]*expression
	forEach   *expression
	module    *module
}

// configured is a resource block.
type configured struct {
	provider string
	body     *block
	forEach  *expression
	depends  []reference
}

// block is what is written between braces. Blocks that "dynamic" generates are not in it.
type block struct {
	attributes map[string]*expression
	blocks     map[string][]*block
}

// expression is what is known of one: a constant, or what it mentions. With neither
// it calls something that only an apply can answer, such as timestamp().
type expression struct {
	constant   any
	isConstant bool
	refs       []reference
}

// The form of configuration in the file.
type (
	jsonConfiguration struct {
		Providers map[string]jsonProvider `json:"provider_config"`
		Root      *jsonModule             `json:"root_module"`
	}
	jsonProvider struct {
		Module      string         `json:"module_address"`
		Expressions map[string]any `json:"expressions"`
	}
	jsonModule struct {
		Outputs map[string]struct {
			Expression any `json:"expression"`
		} `json:"outputs"`
		Resources []jsonResource      `json:"resources"`
		Calls     map[string]jsonCall `json:"module_calls"`
		Variables map[string]struct {
			Default   any  `json:"default"`
			Sensitive bool `json:"sensitive"`
		} `json:"variables"`
	}
	jsonResource struct {
		Mode        string         `json:"mode"`
		Type        string         `json:"type"`
		Name        string         `json:"name"`
		Provider    string         `json:"provider_config_key"`
		Expressions map[string]any `json:"expressions"`
		ForEach     any            `json:"for_each_expression"`
		DependsOn   []string       `json:"depends_on"`
	}
	jsonCall struct {
		Expressions map[string]any `json:"expressions"`
		ForEach     any            `json:"for_each_expression"`
		Module      *jsonModule    `json:"module"`
	}
)

func (f *File) readConfiguration(dec *json.Decoder) error {
	var in jsonConfiguration
	if err := dec.Decode(&in); err != nil {
		return err
	}
	out := &configuration{providers: map[string]*providerConfig{}, root: newModule(in.Root, 0)}
	for key, p := range in.Providers {
		out.providers[key] = &providerConfig{module: p.Module, body: newBlock(p.Expressions, 0)}
	}
	f.config = out
	return nil
}

func newModule(in *jsonModule, depth int) *module {
	out := &module{
		resources: map[string]*configured{}, outputs: map[string]*expression{}, calls: map[string]*call{},
		variables: map[string]any{},
	}
	if in == nil || depth > maxModules {
		return out
	}
	for _, r := range in.Resources {
		c := &configured{provider: r.Provider, body: newBlock(r.Expressions, 0), forEach: newExpression(r.ForEach)}
		for _, text := range r.DependsOn {
			c.depends = append(c.depends, parseReference(text))
		}
		out.resources[(&record{typ: r.Type, name: r.Name, data: r.Mode == "data"}).block()] = c
	}
	for name, o := range in.Outputs {
		out.outputs[name] = newExpression(o.Expression)
	}
	for name, c := range in.Calls {
		made := &call{arguments: map[string]*expression{}, forEach: newExpression(c.ForEach), module: newModule(c.Module, depth+1)}
		for arg, x := range c.Expressions {
			made.arguments[arg] = newExpression(x)
		}
		out.calls[name] = made
	}
	for name, v := range in.Variables {
		if !v.Sensitive {
			out.variables[name] = v.Default
		}
	}
	return out
}

// newBlock tells attributes from nested blocks by their form: an expression has no
// keys but its own, blocks of a list come in an array.
func newBlock(in map[string]any, depth int) *block {
	out := &block{attributes: map[string]*expression{}, blocks: map[string][]*block{}}
	if depth > maxDepth {
		return out
	}
	for name, v := range in {
		switch v := v.(type) {
		case []any:
			list := make([]*block, 0, len(v))
			for _, e := range v {
				if o, ok := e.(map[string]any); ok {
					list = append(list, newBlock(o, depth+1))
				}
			}
			out.blocks[name] = list
		case map[string]any:
			if x := newExpression(v); x != nil {
				out.attributes[name] = x
			} else {
				out.blocks[name] = []*block{newBlock(v, depth+1)}
			}
		}
	}
	return out
}

// newExpression returns nil for what is no expression.
func newExpression(in any) *expression {
	o, ok := in.(map[string]any)
	if !ok {
		return nil
	}
	out := &expression{}
	for name, v := range o {
		switch name {
		case "constant_value":
			out.constant, out.isConstant = v, true
		case "references":
			list, _ := v.([]any)
			var names []string
			for _, e := range list {
				if s, ok := e.(string); ok {
					names = append(names, s)
				}
			}
			out.refs = references(names)
		default:
			return nil
		}
	}
	return out
}
