#include "base/strings.h"
#include "nexy/commands.h"
#include "nexy/complain.h"
#include "nexy/read_stream.h"
#include "nexy/signal_watch.h"
#include "nexy/uuid.h"
#include "streaming.grpc.pb.h"

namespace nexy {

int Welcome(const WelcomeOptions& options) {
  streaming::WelcomeRequest request;
  request.set_text(options.text);
  request.set_session_id(NewUuid4());
  request.set_voice(options.voice);
  request.set_language(options.language);
  HoldEndSignals();
  const auto channel = Connect(options.call.server);
  if (!channel.ok()) return Complain(MessageOf(channel.status()), kUsage);
  const auto stub = streaming::StreamingService::NewStub(*channel);
  const auto run = [&stub, &request](grpc::ClientContext& context, Hearing& hearing) {
    return ReadStream(context, stub->GenerateWelcomeAudio(&context, request), hearing);
  };
  const auto stop = [] {};  // Cancelling the call is how a welcome is stopped.
  const SpokenCall call{.run = run,
                        .ask_server_to_stop = stop,
                        .deadline = kWelcomeDeadline,
                        .session_id = request.session_id()};
  return Perform(options.call, call);
}

}  // namespace nexy
