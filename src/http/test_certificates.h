#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace nexy {

// A certificate authority of a test's own, and servers that it vouches for.
class TestAuthority {
 public:
  TestAuthority() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {
    certificate_ = Issue(*key_, "Nexy Test Authority", "", *key_, nullptr, 3600);
  }

  // A server's context with a certificate for `names` ("DNS:localhost,IP:127.0.0.1") that expires
  // in `seconds`.
  std::shared_ptr<boost::asio::ssl::context> ServerContext(const std::string& names,
                                                           long seconds = 3600) const {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Certificate certificate =
        Issue(*key, "server", names, *key_, certificate_.get(), seconds);
    auto context =
        std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    SSL_CTX_use_certificate(context->native_handle(), certificate.get());
    SSL_CTX_use_PrivateKey(context->native_handle(), key.get());
    return context;
  }

  // The authority's certificate in a file, for `ca_file`.
  std::string WriteFile() const {
    const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), certificate_.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    const auto path = std::filesystem::temp_directory_path() /
                      ("nexy-test-ca-" + std::to_string(getpid()) + ".pem");
    std::ofstream(path, std::ios::binary).write(text, size);
    return path.string();
  }

 private:
  using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
  using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

  static Certificate Issue(EVP_PKEY& key, const std::string& name, const std::string& names,
                           EVP_PKEY& issuer_key, X509* issuer, long seconds) {
    static long serial = 0;
    Certificate certificate(X509_new(), X509_free);
    X509* x509 = certificate.get();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x509), -7200);
    X509_gmtime_adj(X509_getm_notAfter(x509), seconds);
    X509_set_pubkey(x509, &key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(issuer == nullptr ? x509 : issuer));
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer == nullptr ? x509 : issuer, x509, nullptr, nullptr, 0);
    Extend(x509, context, NID_basic_constraints,
           issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
    if (!names.empty()) Extend(x509, context, NID_subject_alt_name, names);
    X509_sign(x509, &issuer_key, EVP_sha256());
    return certificate;
  }

  static void Extend(X509* x509, X509V3_CTX& context, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }

  Key key_;
  Certificate certificate_{nullptr, X509_free};
};

}  // namespace nexy
