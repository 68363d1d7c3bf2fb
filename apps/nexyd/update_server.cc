#include "nexyd/update_server.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/adoption.h"
#include "update/durable_file.h"
#include "update/reports_path.h"
#include "web/update_tokens.h"

namespace nexy {
namespace {

constexpr std::size_t kTokensMaxBytes = 1 << 20;

absl::StatusOr<std::multimap<std::string, std::string>> Tokens(const std::string& path) {
  if (path.empty()) return std::multimap<std::string, std::string>{};
  const auto text = ReadWholeFile(path, kTokensMaxBytes);
  if (!text.ok()) return Annotate(text.status(), "update.tokens_file");
  auto tokens = ReadUpdateTokens(*text);
  if (!tokens.ok()) return Annotate(tokens.status(), Concat("update.tokens_file ", path));
  return tokens;
}

std::vector<std::string> PublicOnes(const std::vector<Channel>& channels) {
  std::vector<std::string> names;
  for (const Channel& channel : channels) {
    if (channel.access == ChannelAccess::kPublic) names.push_back(channel.name);
  }
  return names;
}

}  // namespace

UpdateServer::UpdateServer(const UpdateOptions& options, std::vector<Channel> channels,
                           std::multimap<std::string, std::string> tokens, std::string reports,
                           std::string version, Clock& clock, Log& log,
                           prometheus::Registry& metrics)
    : reload_(io_),
      options_(options),
      clock_(clock),
      log_(log),
      reports_(std::move(reports)),
      outcomes_(reports_),
      public_channels_(PublicOnes(channels)),
      pages_(options, std::move(channels), std::move(tokens), &outcomes_, std::move(version), clock,
             log, metrics) {}

absl::StatusOr<std::unique_ptr<UpdateServer>> UpdateServer::Start(const UpdateOptions& options,
                                                                  std::string version, Clock& clock,
                                                                  Log& log,
                                                                  prometheus::Registry& metrics) {
  NEXY_ASSIGN_OR_RETURN(auto channels, ParseChannels(options.channels));
  NEXY_ASSIGN_OR_RETURN(auto tokens, Tokens(options.tokens_file));
  NEXY_ASSIGN_OR_RETURN(const std::string folder, ReportsPath(options));
  NEXY_ASSIGN_OR_RETURN(std::string reports, OutcomeLog::Prepare(folder));
  std::unique_ptr<UpdateServer> server(new UpdateServer(options, std::move(channels),
                                                        std::move(tokens), std::move(reports),
                                                        std::move(version), clock, log, metrics));
  const WebOptions listener{.host = options.host,
                            .port = options.port,
                            .max_connections = options.max_connections,
                            .request_timeout = options.request_timeout,
                            .response_timeout = options.stall_timeout};
  UpdatePages& pages = server->pages_;
  NEXY_ASSIGN_OR_RETURN(
      server->http_,
      HttpServer::Start(
          server->io_, "update", listener,
          [&pages](const HttpRequest& request) { return pages.Answer(request); }, metrics, log));
  server->ReloadAndWait();
  for (std::size_t i = 0; i < options.threads; ++i) {
    server->threads_.emplace_back([&io = server->io_] { io.run(); });
  }
  return server;
}

void UpdateServer::ReloadAndWait() {
  pages_.Reload();
  if (clock_.Now() >= reports_due_) KeepReports();
  reload_.expires_after(options_.reload);
  reload_.async_wait([this](boost::system::error_code error) {
    if (!error) ReloadAndWait();
  });
}

void UpdateServer::KeepReports() {
  constexpr auto kEvery = std::chrono::seconds(10);
  reports_due_ = clock_.Now() + kEvery;
  const UnixSeconds now = std::chrono::system_clock::to_time_t(clock_.WallNow());
  absl::Status kept = outcomes_.Flush();
  if (kept.ok()) kept = outcomes_.DeleteOld(now, options_.reports_keep_days);
  std::size_t damaged = 0;
  auto counts = ReadOutcomes(reports_, &damaged);
  if (kept.ok()) kept = counts.status();
  if (!kept.ok()) {
    log_.Warn("update", "degraded", "outcome reports cannot be kept",
              {{"error", LogDetail{std::string(MessageOf(kept))}}});
    return;
  }
  // What is told to everybody does not count the builds of closed channels.
  std::erase_if(*counts, [this](const OutcomeCount& count) {
    return std::ranges::find(public_channels_, count.report.channel) == public_channels_.end();
  });
  std::string adoption = counts->empty() ? "" : AdoptionJson(AdoptionOf(*counts));
  MutexLock lock(mutex_);
  adoption_ = std::move(adoption);
}

std::string UpdateServer::adoption() const {
  MutexLock lock(mutex_);
  return adoption_;
}

UpdateServer::~UpdateServer() {
  io_.stop();
  threads_.clear();
  (void)outcomes_.Flush();  // What cannot be written now was counted for a few seconds only.
}

}  // namespace nexy
