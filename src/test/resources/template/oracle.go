// Renders templates with real Go and real sprig, for comparing. Prints what it makes of each case of the
// given corpus files. How to make the golden files again after a change of the corpus:
//   apt-get install golang-go golang-github-masterminds-sprig-dev       (Go 1.24 or later, as in Debian 13)
//   export GO111MODULE=off GOPATH=/usr/share/gocode TZ=UTC
//   go build -o /tmp/oracle oracle.go
//   for f in corpus/*.txt; do /tmp/oracle data.json $f > golden/$(basename $f); done
package main

import (
	"bufio"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig"
)

type Box struct {
	Name  string
	Size  int
	Tags  map[string]string
	Inner *Box
}

func (b *Box) Loud() string                            { return strings.ToUpper(b.Name) + "!" }
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

func data(raw []byte) map[string]interface{} {
	var parsed interface{}
	if err := json.Unmarshal(raw, &parsed); err != nil {
		panic(err)
	}
	d := whole(parsed).(map[string]interface{})
	d["Box"] = &Box{"box", 7, map[string]string{"a": "1", "b": "2"}, &Box{"in", 8, map[string]string{}, nil}}
	d["NilBox"] = (*Box)(nil)
	d["Strings"] = []string{"x", "y"}
	d["When"] = time.Date(2024, 2, 29, 13, 4, 5, 123456789, time.UTC)
	d["Later"] = time.Date(2024, 2, 29, 14, 34, 5, 500000000, time.UTC)
	d["Span"] = 90 * time.Second
	return d
}

func render(name, text string, raw []byte) string {
	functions := sprig.TxtFuncMap()
	functions["sha512sum"] = func(s string) string { // new in sprig 3.3
		sum := sha512.Sum512([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	var out strings.Builder
	parsed, err := template.New(name).Funcs(functions).Parse(text)
	if err == nil {
		err = parsed.Execute(&out, data(raw))
	}
	if err != nil {
		return "error: " + err.Error()
	}
	return out.String()
}

func main() {
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, file := range os.Args[2:] {
		corpus, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		text := "\n" + strings.TrimSuffix(string(corpus), "\n")
		for _, part := range strings.Split(text, "\n=== ")[1:] {
			name, text, _ := strings.Cut(part, "\n")
			fmt.Fprintf(out, "=== %s\n%s\n", name, render(name, text, raw))
		}
	}
}
