#include "nexyctl/load/channels.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "base/strings.h"

namespace nexy::load {
namespace {

constexpr auto kConnectWithin = std::chrono::seconds(5);

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsFor(const Target& target) {
  if (!target.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (!target.ca_file.empty()) {
    std::ifstream file(target.ca_file);
    std::stringstream content;
    if (!(content << file.rdbuf())) {
      return absl::InvalidArgumentError(Concat("cannot read ", target.ca_file));
    }
    options.pem_root_certs = content.str();
  }
  return grpc::SslCredentials(options);
}

}  // namespace

absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(const Target& target,
                                                                    std::size_t connections) {
  const auto credentials = CredentialsFor(target);
  if (!credentials.ok()) return credentials.status();
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (std::size_t i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetMaxSendMessageSize(-1);
    // Otherwise gRPC reads minutes of sound ahead of the loudspeaker.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 64 * 1024);
    arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
    if (IsLoopback(target.address)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    channels.push_back(grpc::CreateCustomChannel(target.address, *credentials, arguments));
  }
  return channels;
}

absl::Status AwaitConnection(grpc::Channel& channel, const std::string& address) {
  if (channel.WaitForConnected(std::chrono::system_clock::now() + kConnectWithin))
    return absl::OkStatus();
  return absl::UnavailableError(
      Concat("no connection to ", address,
             ": is the server there, and do both sides speak TLS or neither?"));
}

bool IsLoopback(std::string_view address) {
  return address.starts_with("127.") || address.starts_with("localhost:") ||
         address.starts_with("[::1]:") || address.starts_with("unix:");
}

}  // namespace nexy::load
