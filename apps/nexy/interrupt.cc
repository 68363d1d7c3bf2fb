#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/strings.h"
#include "nexy/call_failure.h"
#include "nexy/commands.h"
#include "nexy/complain.h"
#include "nexy/device_id.h"
#include "streaming.grpc.pb.h"

namespace nexy {
namespace {

void Show(const streaming::InterruptResponse& response, bool json) {
  const auto& sessions = response.interrupted_sessions();
  if (json) {
    const nlohmann::ordered_json event{
        {"event", "interrupted"},
        {"success", response.success()},
        {"sessions", std::vector<std::string>(sessions.begin(), sessions.end())},
        {"message", response.message()}};
    const auto line = event.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::printf("%s\n", line.c_str());
    return;
  }
  if (sessions.empty()) std::puts("Nothing was being answered for this device.");
  for (const std::string& session : sessions) {
    std::printf("Interrupted %s\n", TerminalText(session).c_str());
  }
}

}  // namespace

int Interrupt(const ServerCommandOptions& options) {
  const auto path = DeviceIdPath();
  if (!path.ok()) return Complain(MessageOf(path.status()), kUsage);
  const auto device = LoadOrMakeDeviceId(*path);
  if (!device.ok()) return Complain(MessageOf(device.status()), kUsage);
  const auto channel = Connect(options.server);
  if (!channel.ok()) return Complain(MessageOf(channel.status()), kUsage);

  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kInterruptDeadline);
  streaming::InterruptRequest request;
  request.set_hardware_id(*device);
  streaming::InterruptResponse response;
  const auto stub = streaming::StreamingService::NewStub(*channel);
  const grpc::Status status = stub->InterruptSession(&context, request, &response);
  if (!status.ok()) {
    const auto failure = DescribeFailure(status, Arrived::kNothing, options.server);
    return Complain(failure.message, failure.exit_code);
  }
  Show(response, options.json);
  return kSuccess;
}

}  // namespace nexy
