#include "nexy/spoken_call.h"

#include <thread>

#include "base/strings.h"
#include "nexy/local_voice.h"
#include "nexy/signal_watch.h"

namespace nexy {
namespace {

// How long the server has to end an interrupted call before it is cancelled (wire contract 2).
constexpr std::chrono::milliseconds kInterruptPatience{200};

std::string Trailer(const grpc::ClientContext& context, const char* name) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto found = trailers.find(name);
  return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
}

void Interrupt(const SpokenCall& call, LiveCall& live, Hearing& hearing, Sound& sound) {
  sound.Silence();
  hearing.StopListening();
  if (live.ended()) return;
  const std::jthread ask([&call] { call.ask_server_to_stop(); });
  live.EndWithin(kInterruptPatience);
}

int ExitCodeOf(const std::optional<CallFailure>& failure, const Hearing& hearing,
               std::string_view outcome) {
  if (failure) return failure->exit_code;
  if (hearing.interrupted_by_server() || outcome == "interrupted") return kInterrupted;
  if (outcome == "failed" || outcome == "blocked") return kAnswerFailed;
  return kSuccess;
}

}  // namespace

int Perform(const SpokenCallOptions& options, const SpokenCall& call) {
  const auto output = options.json ? MakeJsonOutput() : MakeTextOutput();
  auto sound = Sound::Open(options.sound, *output);
  if (!sound.ok()) {
    output->Failure(MessageOf(sound.status()), std::nullopt);
    return kUsage;
  }
  LiveCall live(call.deadline);
  Hearing hearing(*output, **sound);
  const SignalWatch watch(
      [&call, &live, &hearing, &sound] { Interrupt(call, live, hearing, **sound); });

  const grpc::Status status = call.run(live.context(), hearing);
  live.End();
  const auto failure = hearing.Conclude(status, options.server);
  if (failure && (*sound)->audible()) (*sound)->Say(SayLocally(failure->message));
  (*sound)->WaitUntilPlayed();

  Summary summary = hearing.summary();
  summary.session_id = call.session_id;
  summary.outcome = Trailer(live.context(), "nexy-outcome");
  summary.cause = Trailer(live.context(), "nexy-cause");
  summary.exit_code = ExitCodeOf(failure, hearing, summary.outcome);
  if (const int signal = watch.signal(); signal != 0) summary.exit_code = 128 + signal;
  output->Finish(summary);
  return summary.exit_code;
}

}  // namespace nexy
