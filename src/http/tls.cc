#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <utility>

#include "base/failure.h"
#include "base/strings.h"

namespace nexy {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr std::size_t kSessionsMax = 64;  // Hosts; one more forgets all of them.
// ALPN's form: each name after its length.
constexpr unsigned char kProtocols[] = "\x08http/1.1";

void FreeName(void*, void* name, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<std::string*>(name);
}

// Where an SSL keeps the name under which its sessions are remembered.
int NameIndex() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, FreeName);
  return index;
}

// Where a context keeps its owner; Asio has taken the usual place.
int OwnerIndex() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

bool IsAddress(const std::string& host) {
  error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

TlsContext::TlsContext(const std::string& ca_file) : context_(ssl::context::tls_client) {
  SSL_CTX* native = context_.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  error_code error;
  context_.set_verify_mode(ssl::verify_peer, error);
  context_.set_default_verify_paths(error);
  if (!ca_file.empty()) {
    context_.load_verify_file(ca_file, error);
    if (error) {
      status_ = absl::InvalidArgumentError(
          Concat("http.ca_file: ", ca_file, ": no certificates can be read from it"));
    }
  }
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_protos(native, kProtocols, sizeof(kProtocols) - 1);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(native, &TlsContext::OnNewSession);
  SSL_CTX_set_ex_data(native, OwnerIndex(), this);
}

TlsContext::~TlsContext() = default;

absl::Status TlsContext::Prepare(SSL* tls, const std::string& host,
                                 const std::string& host_and_port) {
  bool prepared = false;
  if (IsAddress(host)) {
    prepared = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1;
  } else {
    SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    prepared =
        SSL_set1_host(tls, host.c_str()) == 1 && SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
  }
  if (!prepared) return Failure(FailureReason::kTls, "the host's name cannot be verified");
  SSL_set_ex_data(tls, NameIndex(), new std::string(host_and_port));
  MutexLock lock(mutex_);
  const auto known = sessions_.find(host_and_port);
  if (known != sessions_.end()) SSL_set_session(tls, known->second.get());
  return absl::OkStatus();
}

int TlsContext::OnNewSession(SSL* tls, SSL_SESSION* session) {
  auto* self = static_cast<TlsContext*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), OwnerIndex()));
  const auto* name = static_cast<const std::string*>(SSL_get_ex_data(tls, NameIndex()));
  if (name == nullptr) return 0;
  MutexLock lock(self->mutex_);
  if (self->sessions_.size() >= kSessionsMax) self->sessions_.clear();
  self->sessions_[*name] = Session(session);
  return 1;  // The reference is ours now.
}

absl::Status HandshakeFailure(const error_code& error, const SSL* tls) {
  if (error == boost::asio::error::eof || error == boost::asio::error::connection_reset ||
      error == boost::asio::error::broken_pipe || error == ssl::error::stream_truncated) {
    return Failure(FailureReason::kCut, "the connection ended in the TLS handshake");
  }
  const long verified = SSL_get_verify_result(tls);
  if (verified != X509_V_OK) {
    return Failure(FailureReason::kTls, Concat("the certificate is not accepted: ",
                                               X509_verify_cert_error_string(verified)));
  }
  return Failure(FailureReason::kTls, Concat("the TLS handshake failed: ", error.message()));
}

}  // namespace nexy
