#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nexy/port_probe.h"
#include "nexy/testing_identity.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;

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
