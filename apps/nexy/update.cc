#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/strings.h"
#include "http/http_client.h"
#include "nexy/bounded_read.h"
#include "nexy/commands.h"
#include "nexy/complain.h"
#include "nexy/exit_code.h"
#include "nexy/installation.h"
#include "update/update_client.h"
#include "update/update_refusal.h"
#include "update/utc_time.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

Language LanguageOfThisPerson() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = Environment(name);
    if (!value.empty()) return value.starts_with("ru") ? Language::kRussian : Language::kEnglish;
  }
  return Language::kEnglish;
}

void Print(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

// One sentence a line, for screen readers; with --json one object a line.
void Tell(const UpdateNews& news, Language language, bool json) {
  const std::string sentence = UpdateSentence(news, language);
  if (!json) return Print(sentence);
  Json event{{"event", "update"}, {"step", UpdateStepWord(news.step)}};
  if (!news.version.empty()) event["version"] = news.version;
  if (news.step == UpdateStep::kDownloading) event["percent"] = news.percent;
  if (!news.reason.empty()) event["reason"] = news.reason;
  if (const auto refusal = RefusalOf(news.failure)) event["refusal"] = RefusalWord(*refusal);
  event["sentence"] = sentence;
  Print(event.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Task<absl::Status> Run(UpdateClient& client, bool install) {
  auto decision = co_await client.Check();
  if (!decision.ok()) co_return decision.status();
  if (decision->verdict == UpdateVerdict::kStay || !install) co_return absl::OkStatus();
  co_return co_await client.Install(*std::move(decision));
}

int ShowStatus(const InstalledProgram& program, bool json) {
  const auto memory = program.Memory();
  if (!memory.ok()) return Complain(MessageOf(memory.status()), kUsage);
  const TreeFacts& facts = program.facts();
  const std::string channel = memory->channel.empty() ? facts.channel : memory->channel;
  if (json) {
    Print(Json{{"event", "update_status"},
               {"version", facts.version},
               {"build", facts.build},
               {"channel", channel},
               {"previous_build", memory->previous_build},
               {"last_check", memory->last_check == 0 ? "" : IsoTime(memory->last_check)},
               {"home", program.home()}}
              .dump());
    return kSuccess;
  }
  Print(Concat("Nexy ", facts.version, ", build ", facts.build, ", channel ", channel, "."));
  Print(memory->last_check == 0
            ? "It has never looked for a new version."
            : Concat("It last looked for a new version on ", IsoTime(memory->last_check), "."));
  if (memory->previous_build != 0) {
    Print(Concat("Build ", memory->previous_build, " is kept, in case this one fails."));
  }
  return kSuccess;
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kSuccess;
  return RefusalOf(status) == UpdateRefusal::kUnavailable ? kUnreachable : kAnswerFailed;
}

}  // namespace

int Update(const UpdateCommandOptions& options) {
  const std::string home = options.home.empty() ? HomeOfThisProgram() : options.home;
  if (home.empty()) {
    return Complain(
        "This Nexy was not installed as one that updates itself. Name an installation with --home, "
        "or "
        "update it the way it was installed.",
        kUsage);
  }
  auto program = InstalledProgram::Open(home);
  if (!program.ok()) return Complain(MessageOf(program.status()), kUsage);
  if (options.action == UpdateAction::kAlive) {
    Print(Concat("alive ", program->facts().build));
    return kSuccess;
  }
  if (options.action == UpdateAction::kStatus) return ShowStatus(*program, options.json);
  const std::string url = options.url.empty() ? program->facts().update_url : options.url;
  if (url.empty()) {
    return Complain(
        "This installation does not say where its updates are; name the service with --url.",
        kUsage);
  }
  const Language language = LanguageOfThisPerson();
  asio::io_context io;
  const auto strand = asio::make_strand(io);
  RealClock clock;
  NullLog log;
  prometheus::Registry metrics;
  HttpOptions http_options;
  http_options.ca_file = options.ca_file;
  HttpClient http(strand, http_options,
                  {.https = Environment("HTTPS_PROXY"),
                   .http = Environment("HTTP_PROXY"),
                   .no_proxy = Environment("NO_PROXY")},
                  clock, log, metrics);
  if (!http.status().ok()) return Complain(MessageOf(http.status()), kUsage);
  UpdateSourceOptions from;
  from.url = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
  from.token = Environment("NEXY_UPDATE_TOKEN");
  UpdateSource source(std::move(from), http, clock);
  UpdateClientOptions how;
  how.channel = options.channel;
  how.user_asked = !options.background;
  how.report = options.report;
  how.system = ThisSystem();
  UpdateClient client(*program, source, clock, std::move(how),
                      [&](const UpdateNews& news) { Tell(news, language, options.json); });
  auto done = asio::co_spawn(strand, Run(client, options.action == UpdateAction::kInstall),
                             asio::use_future);
  while (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    io.restart();
    io.run_one();
  }
  const absl::Status status = done.get();
  // What is no refusal has not been told yet.
  if (!status.ok() && !RefusalOf(status) && !absl::IsAborted(status)) {
    Complain(MessageOf(status), kAnswerFailed);
  }
  return ExitCodeOf(status);
}

}  // namespace nexy
