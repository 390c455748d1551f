package funcs
import ("testing";"strings";"time";"os";"path/filepath";"github.com/zclconf/go-cty/cty")
func TestTmp(t *testing.T){
 n := maxTemplateParts-10
 for _, src := range []string{"${"+strings.Repeat("(",n/2)+"1"+strings.Repeat(")",n/2)+"}", "${"+strings.Repeat("(",n)+"}","${"+strings.Repeat("1+",n/2)+"1}", "${"+strings.Repeat("!",n)+"true}", "${"+strings.Repeat("true?1:",n/4)+"1}", strings.Repeat("%{if true}",n/4)+strings.Repeat("%{endif}",n/4), "${"+strings.Repeat("[",n/2)+strings.Repeat("]",n/2)+"}", strings.Repeat("${\"",n/4)+strings.Repeat("\"}",n/4), "${a"+strings.Repeat("[0]",n/3)+"}", "${a"+strings.Repeat("[*]",n/3)+"}", strings.Repeat("\n", 1<<20)} {
  st:=time.Now()
  v,err := Table(Scope{})["templatestring"].Call([]cty.Value{cty.StringVal(src), cty.EmptyObjectVal})
  e:=""; if err!=nil { e=err.Error(); if len(e)>100 {e=e[:100]} }
  _ = v
  t.Log(src[:10], time.Since(st), e)
 }
 d:=t.TempDir()
 os.WriteFile(filepath.Join(d,"x.json"),nil,0o600)
 for _,l:=range []string{"a","b","c"} { os.Symlink(".", filepath.Join(d,l)) }
 r,_:=os.OpenRoot(d)
 for _,p:=range []string{"**","**/*.json","*/**/*/**/*.json"} {
 st:=time.Now()
 v,err:=Scope{FS:r.FS()}.glob(".",p)
 t.Log(p,len(v),err,time.Since(st))
 }
 os.Remove(filepath.Join(d,"b")); os.Remove(filepath.Join(d,"c"))
 st:=time.Now()
 v,err:=Scope{FS:r.FS()}.glob(".","**/*.json")
 t.Log(len(v),err,time.Since(st))
}
