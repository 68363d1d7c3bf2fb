#include "nexy/call_failure.h"

#include "base/strings.h"
#include "nexy/port_probe.h"

namespace nexy {
namespace {

constexpr std::chrono::milliseconds kProbeLimit{1500};

// The server could not be reached: which of the many reasons?
std::string WhyNoConnection(PortSpeaks speaks, const grpc::Status& status,
                            const ConnectionOptions& server) {
  const std::string where = server.address.Text();
  const bool tls = server.transport == Transport::kTls;
  switch (speaks) {
    case PortSpeaks::kUnknownHost:
      return Concat("The host ", server.address.host, " is not known. Check --server.");
    case PortSpeaks::kNothing:
      return Concat("Nexy's server at ", where,
                    " does not answer. Is nexyd running? Start it with ./run --serve or give "
                    "--server HOST:PORT.");
    case PortSpeaks::kTls:
      if (!tls) {
        return Concat("The port ", where, " speaks TLS, but plaintext was asked for. ",
                      server.address.IsLoopback()
                          ? "Give --tls, or --ca FILE to trust its certificate."
                          : "Leave --plaintext out.");
      }
      return Concat("The certificate of ", where,
                    " is not trusted, or is for another name. To trust it, give --ca FILE. (",
                    status.error_message(), ")");
    case PortSpeaks::kPlaintextHttp2:
      if (tls) {
        return Concat("The port ", where,
                      " speaks plaintext, but TLS was asked for. If you trust the network between, "
                      "give --plaintext.");
      }
      return Concat("Nexy's server at ", where, " ended the connection: ", status.error_message());
    case PortSpeaks::kSilence:
      return Concat("Nexy's server at ", where,
                    " takes the call but does not answer. It may be overloaded, or something "
                    "between keeps its words back. Please try again in a minute.");
    case PortSpeaks::kSomethingElse:
      return Concat("The port ", where,
                    " answers, but speaks neither gRPC nor TLS. Check --server.");
  }
  return status.error_message();
}

}  // namespace

CallFailure DescribeFailure(const grpc::Status& status, Arrived arrived,
                            const ConnectionOptions& server) {
  const std::string where = server.address.Text();
  const bool nothing = arrived == Arrived::kNothing;
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      if (nothing) {
        const PortSpeaks speaks = ProbePort(server.address, kProbeLimit);
        return {kUnreachable, WhyNoConnection(speaks, status, server)};
      }
      return {kAnswerFailed, Concat("The connection to Nexy's server at ", where, " was lost.")};
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      // A short deadline may end before the attempt to connect does.
      if (nothing && ProbePort(server.address, kProbeLimit) == PortSpeaks::kNothing) {
        return {kUnreachable, WhyNoConnection(PortSpeaks::kNothing, status, server)};
      }
      return {nothing ? kUnreachable : kAnswerFailed,
              Concat("Nexy's server at ", where, " took too long, so the call was given up.")};
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::NOT_FOUND:  // A health service that does not know Nexy's.
      return {kUnreachable, Concat("The server at ", where, " is not Nexy's. Check --server.")};
    default:
      if (status.error_message().empty()) {
        return {kAnswerFailed, Concat("Nexy's server failed without a reason (status code ",
                                      static_cast<int>(status.error_code()), ").")};
      }
      return {kAnswerFailed, status.error_message()};
  }
}

}  // namespace nexy
