#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/strings.h"
#include "health.grpc.pb.h"
#include "nexy/call_failure.h"
#include "nexy/commands.h"
#include "nexy/complain.h"

namespace nexy {
namespace {

using grpc::health::v1::HealthCheckResponse;

constexpr const char* kService = "streaming.StreamingService";

void Show(bool serving, double milliseconds, const ServerCommandOptions& options) {
  const std::string where = options.server.address.Text();
  if (options.json) {
    const nlohmann::ordered_json event{{"event", "status"},
                                       {"server", where},
                                       {"serving", serving},
                                       {"answered_ms", milliseconds}};
    std::printf("%s\n", event.dump().c_str());
    return;
  }
  std::printf("Nexy's server at %s %s (answered in %.0f ms).\n", where.c_str(),
              serving ? "is ready" : "runs, but takes no questions now: it is starting or stopping",
              milliseconds);
}

}  // namespace

int Status(const ServerCommandOptions& options) {
  const auto channel = Connect(options.server);
  if (!channel.ok()) return Complain(MessageOf(channel.status()), kUsage);
  const auto start = std::chrono::steady_clock::now();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kStatusDeadline);
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(kService);
  HealthCheckResponse response;
  const auto stub = grpc::health::v1::Health::NewStub(*channel);
  const grpc::Status status = stub->Check(&context, request, &response);
  const Milliseconds took = std::chrono::steady_clock::now() - start;
  if (!status.ok()) {
    const auto failure = DescribeFailure(status, Arrived::kNothing, options.server);
    return Complain(failure.message, failure.exit_code);
  }
  const bool serving = response.status() == HealthCheckResponse::SERVING;
  Show(serving, took.count(), options);
  return serving ? kSuccess : kAnswerFailed;
}

}  // namespace nexy
