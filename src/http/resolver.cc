#include "http/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "base/failure.h"
#include "base/strings.h"
#include "http/watch.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kThreads = 4;
constexpr int kWaitingMax = 256;
constexpr std::size_t kKnownMax = 256;
constexpr auto kFresh = 30s;

}  // namespace

// What the thread that asks and the coroutine that waits share; the coroutine may leave first.
struct Resolver::Question {
  explicit Question(asio::any_io_executor executor) : answered(std::move(executor)) {}
  asio::steady_timer answered;
  std::optional<absl::StatusOr<Addresses>> answer;  // On the coroutine's strand only.
};

Resolver::Resolver(Clock& clock, Lookup lookup)
    : clock_(clock), lookup_(std::move(lookup)), threads_(kThreads) {}

Resolver::~Resolver() { Stop(); }

void Resolver::Stop() {
  threads_.stop();
  threads_.join();
}

Task<absl::StatusOr<Resolver::Addresses>> Resolver::Resolve(std::string host,
                                                            Clock::Time deadline) {
  boost::system::error_code no_address;
  const auto address = asio::ip::make_address(host, no_address);
  if (!no_address) co_return Addresses{address};
  {
    MutexLock lock(mutex_);
    const auto known = known_.find(host);
    if (known != known_.end() && clock_.Now() < known->second.until) {
      co_return known->second.addresses;
    }
  }
  if (waiting_.fetch_add(1) >= kWaitingMax) {
    waiting_.fetch_sub(1);
    co_return Failure(FailureReason::kUnresolved, "too many names wait to be resolved");
  }
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  auto question = std::make_shared<Question>(executor);
  question->answered.expires_at(clock_.MachineDeadline(deadline));
  asio::post(threads_, [this, host = std::move(host), executor, question] {
    auto answer = Ask(host);
    waiting_.fetch_sub(1);
    asio::post(executor, [question, answer = std::move(answer)]() mutable {
      question->answer = std::move(answer);
      question->answered.cancel();
    });
  });
  co_await question->answered.async_wait(kAsTuple);
  co_await ThrowIfCancelled();
  if (!question->answer) {
    co_return Failure(FailureReason::kConnectTimeout, "the name was not resolved in time");
  }
  co_return *std::move(question->answer);
}

absl::StatusOr<Resolver::Addresses> Resolver::Ask(const std::string& host) {
  auto answer = lookup_(host);
  MutexLock lock(mutex_);
  if (answer.ok()) {
    if (known_.size() >= kKnownMax) known_.clear();
    known_[host] = {*answer, clock_.Now() + kFresh};
    return answer;
  }
  // An old address is better than none.
  const auto known = known_.find(host);
  if (known != known_.end()) return known->second.addresses;
  return answer;
}

void Resolver::Forget(const std::string& host) {
  MutexLock lock(mutex_);
  const auto known = known_.find(host);
  if (known != known_.end()) known->second.until = Clock::Time::min();
}

absl::StatusOr<Resolver::Addresses> Resolver::AskSystem(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* list = nullptr;
  int error = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (error != 0 && error != EAI_AGAIN) {
    // A machine with nothing but its loopback has no configured address.
    hints.ai_flags = 0;
    error = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  }
  if (error != 0) {
    return Failure(FailureReason::kUnresolved,
                   Concat("the name cannot be resolved: ", gai_strerror(error)));
  }
  Addresses addresses;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    if (entry->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    endpoint.resize(entry->ai_addrlen);
    addresses.push_back(endpoint.address());
  }
  freeaddrinfo(list);
  if (addresses.empty()) return Failure(FailureReason::kUnresolved, "the name has no address");
  return addresses;
}

}  // namespace nexy
