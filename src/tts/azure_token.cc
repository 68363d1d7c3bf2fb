#include "tts/azure_token.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "base/failure.h"
#include "base/status.h"
#include "http/reply_failure.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr auto kRenewAfter = 8min;
constexpr auto kUseFor = 9min;
constexpr std::size_t kTokenMaxBytes = 16 * 1024;

}  // namespace

AzureToken::AzureToken(std::string url, Secret key, HttpClient& http, Clock& clock,
                       std::chrono::milliseconds timeout)
    : url_(std::move(url)), key_(std::move(key)), http_(http), clock_(clock), timeout_(timeout) {}

Task<absl::StatusOr<Secret>> AzureToken::Get() {
  {
    MutexLock lock(mutex_);
    const Clock::Duration age = clock_.Now() - issued_;
    const bool usable = !token_.empty() && age < kUseFor;
    if (usable && (age < kRenewAfter || renewing_)) co_return token_;
    renewing_ = true;
  }
  // Also when the caller is cancelled meanwhile.
  struct Renewal {
    AzureToken& token;
    ~Renewal() {
      MutexLock lock(token.mutex_);
      token.renewing_ = false;
    }
  } renewal{*this};
  auto issued = co_await Issue();
  if (!issued.ok()) co_return issued.status();
  MutexLock lock(mutex_);
  token_ = *issued;
  issued_ = clock_.Now();
  co_return token_;
}

void AzureToken::Forget(const Secret& refused) {
  MutexLock lock(mutex_);
  if (token_ == refused) token_ = Secret();
}

Task<absl::StatusOr<Secret>> AzureToken::Issue() {
  ClientRequest request;
  request.url = url_;
  request.headers = {{"Ocp-Apim-Subscription-Key", key_.Reveal()}};
  request.response_timeout = timeout_;
  request.idle_timeout = timeout_;
  request.body_max_bytes = kTokenMaxBytes;
  auto response = co_await http_.Send(std::move(request));
  if (!response.ok()) co_return Annotate(response.status(), "azure token");
  if ((*response)->status() != 200) {
    co_return ReplyFailure("azure token", ReasonOfHttpStatus((*response)->status()), **response,
                           clock_.WallNow());
  }
  auto body = co_await ReadAll(**response, kTokenMaxBytes);
  if (!body.ok()) co_return Annotate(body.status(), "azure token");
  std::string token(absl::StripAsciiWhitespace(*body));
  const bool printable = !token.empty() && token.find_first_of(" \r\n\t") == std::string::npos;
  if (!printable) co_return Failure(FailureReason::kMalformed, "azure token: no token");
  co_return Secret(std::move(token));
}

}  // namespace nexy
