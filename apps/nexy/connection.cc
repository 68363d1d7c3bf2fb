#include "nexy/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "base/status.h"
#include "base/strings.h"
#include "nexy/bounded_read.h"

namespace nexy {
namespace {

constexpr int kMaxMessageBytes = 16 * 1024 * 1024;
constexpr int kConnectTimeoutMs = 5000;
constexpr int kLookaheadBytes = 64 * 1024;

grpc::ChannelArguments Arguments(const ServerAddress& address) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("nexy/" NEXY_VERSION);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // Otherwise gRPC reads minutes of audio ahead of the loudspeaker, and an interrupt wastes them.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kLookaheadBytes);
  // The first backoff is also how long one attempt to connect may take.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  if (address.IsLoopback()) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(
    const ConnectionOptions& server) {
  if (server.transport == Transport::kPlaintext) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (!server.ca_file.empty()) {
    const auto pem = ReadFile(server.ca_file, /*limit=*/1024 * 1024);
    if (!pem.ok()) {
      return absl::InvalidArgumentError(Concat("The CA file ", server.ca_file,
                                               " cannot be read: ", MessageOf(pem.status()), "."));
    }
    if (pem->find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
      return absl::InvalidArgumentError(
          Concat("The CA file ", server.ca_file, " holds no PEM certificate."));
    }
    options.pem_root_certs = *pem;
  }
  return grpc::SslCredentials(options);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(const ConnectionOptions& server) {
  NEXY_ASSIGN_OR_RETURN(const auto credentials, Credentials(server));
  return grpc::CreateCustomChannel(server.address.Text(), credentials, Arguments(server.address));
}

}  // namespace nexy
