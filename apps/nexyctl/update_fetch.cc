#include "nexyctl/update_fetch.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <future>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/http_client.h"
#include "nexyctl/update_session.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

struct Answer {
  int status = 0;
  ServedFile file;
  std::string cache_control;
  std::string channel;  // "closed" or "off" when the channel is why there is no file.
};

// A blocking GET, one after the other: a judge has time.
class Fetcher {
 public:
  Fetcher(std::string url, const Secret& token)
      : url_(std::move(url)),
        token_(token),
        client_(asio::make_strand(io_), HttpOptions{},
                {VariableOrEmpty("HTTPS_PROXY"), VariableOrEmpty("HTTP_PROXY"),
                 VariableOrEmpty("NO_PROXY")},
                clock_, log_, metrics_) {}

  absl::StatusOr<ServedFile> Get(const std::string& name, std::size_t max_bytes) {
    auto future = asio::co_spawn(asio::make_strand(io_), Ask(client_, Request(name, max_bytes)),
                                 asio::use_future);
    io_.restart();
    while (future.wait_for(0s) != std::future_status::ready) {
      if (io_.run_one() == 0) return absl::InternalError("the request was lost");
    }
    NEXY_ASSIGN_OR_RETURN(Answer answer, future.get());
    if (answer.status == 401 || answer.status == 403) {
      return absl::PermissionDeniedError(
          "it is closed; --token-file names the file with a token that opens it");
    }
    if (answer.status == 404 && answer.channel == "off") {
      return absl::PermissionDeniedError("it is switched off");
    }
    if (answer.status == 404) return absl::NotFoundError("the service does not have it");
    if (answer.status != 200) {
      return absl::UnavailableError(Concat("the service answers with ", answer.status));
    }
    CheckHeaders(name, answer);
    return std::move(answer.file);
  }

  std::vector<std::string> TakeProblems() { return std::move(problems_); }

 private:
  ClientRequest Request(const std::string& name, std::size_t max_bytes) const {
    ClientRequest request;
    request.method = "GET";
    request.url = Concat(url_, "/", name);
    request.headers = {{"Accept-Encoding", "identity"}};
    if (!token_.empty()) {
      request.headers.push_back({"Authorization", Concat("Bearer ", token_.Reveal())});
    }
    request.body_max_bytes = max_bytes;
    return request;
  }

  static Task<absl::StatusOr<Answer>> Ask(HttpClient& client, ClientRequest request) {
    const std::size_t max_bytes = request.body_max_bytes;
    auto response = co_await client.Send(std::move(request));
    NEXY_CO_RETURN_IF_ERROR(response.status());
    Answer answer;
    answer.status = (*response)->status();
    answer.file.content_type = std::string((*response)->Header("Content-Type"));
    answer.file.etag = std::string((*response)->Header("ETag"));
    answer.channel = std::string((*response)->Header("Nexy-Channel"));
    answer.cache_control = std::string((*response)->Header("Cache-Control"));
    if (answer.status != 200) co_return answer;  // Its text is not what was asked for.
    auto body = co_await ReadAll(**response, max_bytes);
    NEXY_CO_RETURN_IF_ERROR(body.status());
    answer.file.bytes = *std::move(body);
    co_return answer;
  }

  void CheckHeaders(const std::string& name, const Answer& answer) {
    if (answer.file.etag.empty() || answer.file.etag.starts_with("W/")) {
      problems_.push_back(Concat(name, " has no strong ETag, so a broken download cannot go on"));
    }
    // A proxy that changes line ends or recompresses kills a signed feed.
    if (name.starts_with("appcast") &&
        answer.cache_control.find("no-transform") == std::string::npos) {
      problems_.push_back(Concat(name, " is served without Cache-Control: no-transform"));
    }
  }

  const std::string url_;
  const Secret& token_;
  asio::io_context io_;
  RealClock clock_;
  NullLog log_;
  prometheus::Registry metrics_;
  HttpClient client_;
  std::vector<std::string> problems_;
};

}  // namespace

absl::StatusOr<StoreVerdict> JudgeUrl(const std::string& url, const Secret& token,
                                      const std::string& trusted_root,
                                      const std::optional<PublicKey>& archive_key,
                                      UnixSeconds now) {
  Fetcher fetcher(url.ends_with('/') ? url.substr(0, url.size() - 1) : url, token);
  const absl::Status there = fetcher.Get("metadata/timestamp.json", 1 << 20).status();
  if (absl::IsUnavailable(there)) return Annotate(there, url);
  StoreVerdict verdict =
      JudgeService([&fetcher](const std::string& name,
                              std::size_t max_bytes) { return fetcher.Get(name, max_bytes); },
                   trusted_root, archive_key, now);
  for (std::string& problem : fetcher.TakeProblems())
    verdict.problems.push_back(std::move(problem));
  return verdict;
}

}  // namespace nexy
