package main
import ("context";"encoding/json";"fmt";"os";"strings";"time"
"github.com/faultline-dev/faultline/parsers/terraform"
"github.com/faultline-dev/faultline/graph"
)
func main(){
 b:=os.Args[1]; dir:=os.Args[2]; region:=os.Args[3]
 root,err:=os.OpenRoot(b); if err!=nil{panic(err)}
 t:=time.Now()
 bd,st,err:=terraform.Parse(context.Background(),terraform.Options{FS:root.FS(),Dirs:[]string{dir},Region:region,AsRoot:os.Args[4:]})
 if err!=nil{fmt.Fprintln(os.Stderr,err);os.Exit(1)}
 fmt.Fprintln(os.Stderr,time.Since(t),"files",st.FilesRead,st.FilesFailed,"roots",len(st.Roots),"res",len(bd.Resources),"diags",len(bd.Diagnostics))
 n:=0
 for _,d:=range bd.Diagnostics{ if n++;n>15{break}; loc:=""; if d.Location!=nil{loc=fmt.Sprintf("%s:%d",d.Location.File,d.Location.Line)}; fmt.Fprintln(os.Stderr,d.Severity,loc,d.Summary,d.Detail)}
 if os.Getenv("RAW")!=""{
  out:=map[string]any{}; var rs []any
  for _,r:=range bd.Resources{ rs=append(rs,raw(r)) }
  if rs==nil{rs=[]any{}}; out["resources"]=rs; json.NewEncoder(os.Stdout).Encode(out)
 }
}
func raw(r *graph.Resource) any{
 mode:="managed"; if r.Data{mode="data"}
 unk:=[]string{}
 for _,u:=range r.Unknown{ if !strings.ContainsAny(string(u.Path),".["){unk=append(unk,string(u.Path))} else { set(r.Attributes,u.Path.Steps()) } }
 return map[string]any{"address":r.ID,"type":r.Type,"mode":mode,"values":r.Attributes,"unknown":unk}
}
func set(v any, steps []string){
 for i,s:=range steps{ last:=i==len(steps)-1
  switch t:=v.(type){
  case map[string]any: if last{t[s]="__UNKNOWN__"} else {v=t[s]}
  case []any: k:=0; fmt.Sscan(s,&k); if k>=len(t){return}; if last{t[k]="__UNKNOWN__"} else {v=t[k]}
  default: return }
 }
}
