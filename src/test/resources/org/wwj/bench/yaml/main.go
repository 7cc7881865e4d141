// Parses a YAML file and does nothing with it: what the parsing alone costs a Go program.
package main

import (
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var document map[string]interface{}
	if err := yaml.Unmarshal(text, &document); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(len(document["nodes"].(map[string]interface{})))
}
