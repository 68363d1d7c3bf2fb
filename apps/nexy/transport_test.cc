#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "nexy/port_probe.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;

struct Identity {
  std::string key_pem;
  std::string certificate_pem;
};

template <typename Write>
std::string Pem(Write write) {
  std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  write(memory.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// A certificate that signs itself, for 127.0.0.1, made afresh: no key lies in the repository.
Identity MakeIdentity() {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("nexy test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"),
      X509_EXTENSION_free);
  X509_add_ext(certificate.get(), names.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return {.key_pem = Pem([&key](BIO* out) {
            PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          }),
          .certificate_pem =
              Pem([&certificate](BIO* out) { PEM_write_bio_X509(out, certificate.get()); })};
}

grpc::Status Hello(grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
  answer.Write(TextChunk("Hello."));
  answer.Write(AudioChunk(Pcm(10, 1)));
  answer.Write(EndMessage());
  return grpc::Status::OK;
}

class TlsServer {
 public:
  TlsServer() : identity_(MakeIdentity()), server_(Hello, Credentials()) {}
  const Identity& identity() const { return identity_; }
  const ScriptedServer& server() const { return server_; }

 private:
  std::shared_ptr<grpc::ServerCredentials> Credentials() const {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({identity_.key_pem, identity_.certificate_pem});
    return grpc::SslServerCredentials(options);
  }

  const Identity identity_;
  ScriptedServer server_;
};

TEST(Transport, PinnedCertificateIsTrusted) {
  const TlsServer tls;
  const TemporaryFolder home;
  WriteContents(home / "ca.pem", tls.identity().certificate_pem);
  const auto result = RunNexy(
      {"ask", "Hi", "--no-play", "--ca", home / "ca.pem", "--server", tls.server().address()},
      home);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "Hello.\n");
}

TEST(Transport, UnknownCertificateIsRefusedAndTheWayOutNamed) {
  const TlsServer tls;
  const TemporaryFolder home;
  const auto result =
      RunNexy({"ask", "Hi", "--no-play", "--tls", "--server", tls.server().address()}, home);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("is not trusted, or is for another name"));
  EXPECT_THAT(result.err, HasSubstr("--ca FILE"));
}

TEST(Transport, PlaintextToATlsPortIsNamed) {
  const TlsServer tls;
  const TemporaryFolder home;
  const auto result = RunNexy({"status", "--server", tls.server().address()}, home);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("speaks TLS, but plaintext was asked for"));
}

TEST(Transport, TlsToAPlaintextPortIsNamed) {
  const ScriptedServer server(Hello);
  const TemporaryFolder home;
  const auto result =
      RunNexy({"ask", "Hi", "--no-play", "--tls", "--server", server.address()}, home);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("speaks plaintext, but TLS was asked for"));
}

TEST(Transport, UnknownHostIsNamed) {
  const TemporaryFolder home;
  const auto result = RunNexy({"status", "--server", "nowhere.invalid:1"}, home);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("The host nowhere.invalid is not known"));
}

TEST(PortProbe, TellsWhatAnswers) {
  const TlsServer tls;
  const ScriptedServer plaintext(Hello);
  constexpr std::chrono::milliseconds kLimit{3000};
  EXPECT_EQ(ProbePort(tls.server().parsed_address(), kLimit), PortSpeaks::kTls);
  EXPECT_EQ(ProbePort(plaintext.parsed_address(), kLimit), PortSpeaks::kPlaintextHttp2);
  EXPECT_EQ(ProbePort({.host = "127.0.0.1", .port = 1}, kLimit), PortSpeaks::kNothing);
}

TEST(Status, TellsWhetherTheServerTakesQuestions) {
  ScriptedServer server(Hello);
  const TemporaryFolder home;
  const auto ready = RunNexy({"status", "--server", server.address()}, home);
  EXPECT_EQ(ready.exit_code, 0);
  EXPECT_THAT(ready.out, HasSubstr("is ready"));
  server.SetServing(false);
  const auto stopping = RunNexy({"status", "--json", "--server", server.address()}, home);
  EXPECT_EQ(stopping.exit_code, 1);
  EXPECT_THAT(stopping.out, HasSubstr("\"serving\":false"));
}

}  // namespace
}  // namespace nexy::testing
