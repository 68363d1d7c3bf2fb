#pragma once

#include <memory>
#include <string>

#include "e2e/tcp_exchange.h"
#include "nexy/testing_program.h"

namespace nexy::testing {

// Debian's nginx with the files of deploy/nginx in front of a nexyd, on free loopback ports. Only
// addresses and the certificate are other ones. Fails the test when nginx does not start.
class NginxEdge {
 public:
  // The addresses of nexyd, host:port.
  NginxEdge(const std::string& grpc, const std::string& http, const std::string& update);

  // GET over TLS, as the world asks. `headers` are whole lines.
  HttpReply Get(const std::string& path, const std::string& headers = "") const;
  // The same locations without TLS, for a client that cannot be told a certificate.
  std::string plain_url() const { return "http://127.0.0.1:" + std::to_string(plain_port_); }

 private:
  bool Start(const std::string& grpc, const std::string& http, const std::string& update);

  TemporaryFolder folder_;
  int tls_port_ = 0;
  int plain_port_ = 0;
  std::unique_ptr<Program> nginx_;
};

}  // namespace nexy::testing
