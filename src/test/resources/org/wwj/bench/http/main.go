// A file server of net/http and nothing else: main ADDRESS FOLDER.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	fmt.Println(http.Serve(listener, http.FileServer(http.Dir(os.Args[2]))))
}
