#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "nexy/commands.h"
#include "nexy/complain.h"
#include "nexy/device_id.h"
#include "nexy/installation.h"
#include "nexy/question.h"
#include "nexy/read_stream.h"
#include "nexy/screenshot_file.h"
#include "nexy/signal_watch.h"
#include "nexy/uuid.h"
#include "streaming.grpc.pb.h"

namespace nexy {
namespace {

using streaming::StreamingService;

absl::StatusOr<streaming::StreamRequest> MakeRequest(const AskOptions& options) {
  streaming::StreamRequest request;
  if (!options.session_id.empty() && !IsUuid4(options.session_id)) {
    return absl::InvalidArgumentError(
        Concat("The session ", options.session_id, " is not a UUID version 4."));
  }
  request.set_session_id(options.session_id.empty() ? NewUuid4() : options.session_id);
  NEXY_ASSIGN_OR_RETURN(*request.mutable_prompt(), ReadQuestion(options.text));
  if (!options.screenshot_path.empty()) {
    NEXY_ASSIGN_OR_RETURN(*request.mutable_screenshot(), ReadScreenshot(options.screenshot_path));
  }
  NEXY_ASSIGN_OR_RETURN(const std::string id_path, DeviceIdPath());
  NEXY_ASSIGN_OR_RETURN(*request.mutable_hardware_id(), LoadOrMakeDeviceId(id_path));
  return request;
}

// Whatever comes of it, the call is cancelled if it goes on, so the result does not matter.
void InterruptSession(StreamingService::Stub& stub, const std::string& hardware_id) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kInterruptDeadline);
  streaming::InterruptRequest request;
  request.set_hardware_id(hardware_id);
  streaming::InterruptResponse response;
  stub.InterruptSession(&context, request, &response);
}

}  // namespace

int Ask(const AskOptions& options) {
  const auto request = MakeRequest(options);
  if (!request.ok()) return Complain(MessageOf(request.status()), kUsage);
  const auto no_update_now = HoldUpdates();
  HoldEndSignals();
  const auto channel = Connect(options.call.server);
  if (!channel.ok()) return Complain(MessageOf(channel.status()), kUsage);
  const auto stub = StreamingService::NewStub(*channel);
  const auto run = [&stub, &request](grpc::ClientContext& context, Hearing& hearing) {
    return ReadStream(context, stub->StreamAudio(&context, *request), hearing);
  };
  const auto stop = [&stub, &request] { InterruptSession(*stub, request->hardware_id()); };
  const SpokenCall call{.run = run,
                        .ask_server_to_stop = stop,
                        .deadline = kAskDeadline,
                        .session_id = request->session_id()};
  return Perform(options.call, call);
}

}  // namespace nexy
