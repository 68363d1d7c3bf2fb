#pragma once

#include <boost/asio/ssl/context.hpp>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "base/mutex.h"

namespace nexy {

// How this program speaks TLS as a client: at least 1.2, the other side's certificate and name
// verified, sessions resumed. Thread-safe; outlives its connections.
class TlsContext {
 public:
  // Trusts the system's certificates and those of `ca_file` (PEM; empty: only the system's).
  explicit TlsContext(const std::string& ca_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Whether `ca_file` was read and understood.
  const absl::Status& status() const { return status_; }
  boost::asio::ssl::context& context() { return context_; }

  // Makes `tls`, new and not connected yet, insist on `host`, name it to the server, and take up
  // the last session with `host_and_port`.
  absl::Status Prepare(SSL* tls, const std::string& host, const std::string& host_and_port);

 private:
  struct SessionDeleter {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  };
  using Session = std::unique_ptr<SSL_SESSION, SessionDeleter>;

  static int OnNewSession(SSL* tls, SSL_SESSION* session);

  boost::asio::ssl::context context_;
  absl::Status status_;
  Mutex mutex_;
  std::map<std::string, Session> sessions_ ABSL_GUARDED_BY(mutex_);  // By host and port.
};

// Failure(kTls) with what OpenSSL says of a handshake that ended with `error`; kCut where the other
// side left in its middle.
absl::Status HandshakeFailure(const boost::system::error_code& error, const SSL* tls);

}  // namespace nexy
