// Renders corpus.txt with real Go and real sprig into golden.txt:
//   apt-get install golang-go golang-github-masterminds-sprig-dev
//   GO111MODULE=off GOPATH=/usr/share/gocode go run oracle.go
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
)

type Box struct {
	Name  string
	Size  int
	Tags  map[string]string
	Inner *Box
}

func (b *Box) Loud() string                           { return strings.ToUpper(b.Name) + "!" }
func (b *Box) Join(sep string, parts ...string) string { return strings.Join(parts, sep) }

func whole(v interface{}) interface{} {
	switch x := v.(type) {
	case float64:
		if x == float64(int(x)) {
			return int(x)
		}
	case map[string]interface{}:
		for k, e := range x {
			x[k] = whole(e)
		}
	case []interface{}:
		for i, e := range x {
			x[i] = whole(e)
		}
	}
	return v
}

func main() {
	corpus, _ := os.ReadFile("corpus.txt")
	raw, _ := os.ReadFile("data.json")
	out, _ := os.Create("golden.txt")
	for _, part := range strings.Split(string(corpus), "=== ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		text = strings.TrimSuffix(text, "\n")
		var parsed interface{}
		json.Unmarshal(raw, &parsed)
		data := whole(parsed).(map[string]interface{})
		data["Box"] = &Box{"box", 7, map[string]string{"a": "1", "b": "2"}, &Box{"in", 8, map[string]string{}, nil}}
		var b strings.Builder
		t, err := template.New(name).Funcs(sprig.TxtFuncMap()).Parse(text)
		if err == nil {
			err = t.Execute(&b, data)
		}
		fmt.Fprintf(out, "=== %s\n", name)
		if err != nil {
			fmt.Fprintf(out, "error: %s\n", err)
		} else {
			fmt.Fprintf(out, "%s\n", b.String())
		}
	}
}
