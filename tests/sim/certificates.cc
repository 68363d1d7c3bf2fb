#include "certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace nexy::sim {
namespace {

namespace ssl = boost::asio::ssl;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long kDay = 24 * 3600;

// OpenSSL cannot fail here but for want of memory.
template <typename T>
T Must(T value) {
  if (!value) {
    std::fputs("nexy-sim: OpenSSL cannot make a certificate\n", stderr);
    std::abort();
  }
  return value;
}

Key NewKey() { return Key(Must(EVP_EC_gen("P-256")), &EVP_PKEY_free); }

void Extend(X509* certificate, X509* issuer, int extension, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* made = Must(X509V3_EXT_conf_nid(nullptr, &context, extension, value));
  X509_add_ext(certificate, made, -1);
  X509_EXTENSION_free(made);
}

struct Wish {
  const char* name = "localhost";
  const char* alternative_names = "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1";
  long from = -kDay;
  long until = 30 * kDay;
  bool authority = false;
};

// Signed by itself when there is no issuer.
Certificate Make(const Wish& wish, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
  static long serial = 1;
  Certificate made(Must(X509_new()), &X509_free);
  X509* const x509 = made.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x509), wish.from);
  X509_gmtime_adj(X509_getm_notAfter(x509), wish.until);
  X509_set_pubkey(x509, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(wish.name), -1, -1, 0);
  X509* const signer = issuer == nullptr ? x509 : issuer;
  X509_set_issuer_name(x509, X509_get_subject_name(signer));
  Extend(x509, signer, NID_basic_constraints, wish.authority ? "critical,CA:TRUE" : "CA:FALSE");
  Extend(x509, signer, NID_key_usage,
         wish.authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  Extend(x509, signer, NID_subject_key_identifier, "hash");
  Extend(x509, signer, NID_authority_key_identifier, "keyid");
  if (!wish.authority) {
    Extend(x509, signer, NID_ext_key_usage, "serverAuth");
    Extend(x509, signer, NID_subject_alt_name, wish.alternative_names);
  }
  Must(X509_sign(x509, issuer_key == nullptr ? key : issuer_key, EVP_sha256()));
  return made;
}

void Use(ssl::context& context, X509* certificate, EVP_PKEY* key) {
  SSL_CTX* const native = context.native_handle();
  Must(SSL_CTX_use_certificate(native, certificate));
  Must(SSL_CTX_use_PrivateKey(native, key));
}

std::filesystem::path NewFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "nexy-sim-XXXXXX").string();
  Must(mkdtemp(name.data()));
  return name;
}

}  // namespace

Certificates::Certificates()
    : folder_(NewFolder()),
      good_(ssl::context::tls_server),
      wrong_host_(ssl::context::tls_server),
      expired_(ssl::context::tls_server),
      self_signed_(ssl::context::tls_server) {
  const Key authority_key = NewKey();
  const Key key = NewKey();
  Wish wish{.name = "nexy-sim test authority", .authority = true};
  const Certificate authority = Make(wish, authority_key.get(), nullptr, nullptr);
  const auto issue = [&authority, &authority_key, &key](const Wish& wanted, ssl::context& context) {
    Use(context, Make(wanted, key.get(), authority.get(), authority_key.get()).get(), key.get());
  };
  issue(Wish{}, good_);
  issue(Wish{.name = "elsewhere.test", .alternative_names = "DNS:elsewhere.test"}, wrong_host_);
  issue(Wish{.from = -30 * kDay, .until = -kDay}, expired_);
  Use(self_signed_, Make(Wish{}, key.get(), nullptr, nullptr).get(), key.get());

  std::FILE* const file = Must(std::fopen(ca_file().c_str(), "w"));
  Must(PEM_write_X509(file, authority.get()));
  std::fclose(file);
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

ssl::context& Certificates::ContextFor(std::string_view kind) {
  if (kind == "wrong_host") return wrong_host_;
  if (kind == "expired") return expired_;
  if (kind == "self_signed") return self_signed_;
  return good_;
}

}  // namespace nexy::sim
