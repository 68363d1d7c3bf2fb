#include "update/update_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/this_coro.hpp>
#include <random>
#include <utility>

#include "base/alarm.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

absl::Status Unavailable() {
  return RefusalStatus(UpdateRefusal::kUnavailable, "The update service cannot be reached.");
}

absl::Status Closed() {
  return RefusalStatus(UpdateRefusal::kUnavailable,
                       "This update channel is closed and asks for an invitation.");
}

absl::Status TooSlow() {
  return RefusalStatus(UpdateRefusal::kUnavailable, "The update service sends too slowly.");
}

absl::Status TooLarge() {
  return RefusalStatus(UpdateRefusal::kTooLarge, "The update service sends more than was signed.");
}

absl::Status DiskFailure() {
  const std::error_code error(errno, std::generic_category());
  return absl::ResourceExhaustedError(Concat("the download cannot be stored: ", error.message()));
}

std::int64_t SizeOf(int descriptor) {
  struct stat facts = {};
  return fstat(descriptor, &facts) == 0 ? static_cast<std::int64_t>(facts.st_size) : 0;
}

}  // namespace

ClientRequest UpdateSource::Request(const std::string& name) const {
  ClientRequest request;
  request.method = "GET";
  request.url = Concat(options_.url, "/", name);
  request.headers = {{"Accept", "*/*"}, {"Accept-Encoding", "identity"}};
  if (!options_.token.empty()) {
    request.headers.push_back({"Authorization", Concat("Bearer ", options_.token)});
  }
  request.response_timeout = options_.document_timeout;
  request.idle_timeout = options_.stall_timeout;
  return request;
}

// NOT_FOUND when the service does not have it. Reads one byte more than is allowed, so that whoever
// judges the document sees that it is too long.
Task<absl::StatusOr<std::string>> UpdateSource::Fetch(std::string name, std::size_t max_bytes) {
  ClientRequest request = Request(name);
  request.idle_timeout = options_.document_timeout;
  request.body_max_bytes = max_bytes + 1;
  const Clock::Time deadline = clock_.Now() + options_.document_timeout;
  auto response = co_await http_.Send(std::move(request));
  if (!response.ok()) co_return Unavailable();
  const int status = (*response)->status();
  if (status == 404) co_return absl::NotFoundError(name);
  if (status == 401) co_return Closed();
  if (status != 200) co_return Unavailable();
  std::string bytes;
  while (bytes.size() <= max_bytes) {
    auto piece = co_await (*response)->Read();
    if (!piece.ok()) {
      if (FailureReasonOf(piece.status()) == FailureReason::kOversized) co_return TooLarge();
      co_return Unavailable();
    }
    if (!piece->has_value()) co_return bytes;
    bytes += **piece;
    if (clock_.Now() > deadline) co_return TooSlow();
  }
  bytes.resize(max_bytes + 1);
  co_return bytes;
}

Task<absl::Status> UpdateSource::Ask(MetadataUpdate& update) {
  while (const auto wanted = update.wanted()) {
    auto bytes = co_await Fetch(Concat("metadata/", wanted->name), wanted->max_bytes);
    absl::Status judged;
    if (bytes.ok()) {
      judged = update.Give(*std::move(bytes));
    } else if (absl::IsNotFound(bytes.status())) {
      judged = update.GiveMissing();
    } else {
      judged = bytes.status();
    }
    if (!judged.ok()) co_return judged;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> UpdateSource::Attempt(const Archive& archive, int descriptor, std::int64_t have,
                                         const std::function<void(std::int64_t)>& progress) {
  ClientRequest request = Request(Concat("targets/", archive.sha256, ".", archive.path));
  request.body_max_bytes = static_cast<std::size_t>(archive.length) + 1;
  if (have > 0) {
    request.headers.push_back({"Range", Concat("bytes=", have, "-")});
    // The service's tag of a file is its hash, which is signed: another file is sent from its
    // start.
    request.headers.push_back({"If-Range", Concat("\"", archive.sha256, "\"")});
  }
  auto response = co_await http_.Send(std::move(request));
  if (!response.ok()) co_return Unavailable();
  const int status = (*response)->status();
  const std::string begins = Concat("bytes ", have, "-");
  const bool goes_on = status == 206 && (*response)->Header("Content-Range").starts_with(begins);
  if (status != 200 && !goes_on) {
    if (ftruncate(descriptor, 0) != 0) co_return DiskFailure();
    co_return Unavailable();
  }
  if (!goes_on) {
    have = 0;
    if (ftruncate(descriptor, 0) != 0) co_return DiskFailure();
  }
  const Clock::Time start = clock_.Now();
  const std::int64_t had = have;
  while (true) {
    auto piece = co_await (*response)->Read();
    if (!piece.ok()) {
      if (FailureReasonOf(piece.status()) == FailureReason::kOversized) co_return TooLarge();
      co_return Unavailable();
    }
    if (!piece->has_value()) break;
    const std::string& bytes = **piece;
    if (static_cast<std::int64_t>(bytes.size()) > archive.length - have) co_return TooLarge();
    if (pwrite(descriptor, bytes.data(), bytes.size(), have) !=
        static_cast<ssize_t>(bytes.size())) {
      co_return DiskFailure();
    }
    have += static_cast<std::int64_t>(bytes.size());
    if (progress) progress(have);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(clock_.Now() - start).count();
    if (have - had < (seconds - 60) * options_.slowest_bytes_per_second) co_return TooSlow();
  }
  co_return have == archive.length ? absl::OkStatus() : Unavailable();
}

Task<absl::Status> UpdateSource::Download(const Archive& archive, std::string path,
                                          std::function<void(std::int64_t)> progress) {
  const FileHandle file(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0) co_return DiskFailure();
  if (SizeOf(file.get()) > archive.length && ftruncate(file.get(), 0) != 0) co_return DiskFailure();
  Alarm pause(co_await asio::this_coro::executor, clock_);
  std::minstd_rand random(std::random_device{}());
  std::chrono::milliseconds wait = options_.first_pause;
  for (int made = 1;; ++made) {
    const std::int64_t have = SizeOf(file.get());
    if (have == archive.length) break;
    const absl::Status got = co_await Attempt(archive, file.get(), have, progress);
    if (got.ok()) break;
    if (RefusalOf(got) != UpdateRefusal::kUnavailable) co_return got;
    if (SizeOf(file.get()) > have) made = 1;  // It gets on.
    if (made >= options_.attempts) co_return got;
    // Full jitter: clients that were cut off together do not come back together.
    const auto jitter = std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(0, wait.count())(random));
    co_await pause.WaitUntil(clock_.Now() + jitter);
    wait = std::min<std::chrono::milliseconds>(wait * 2, 8s);
  }
  co_return fsync(file.get()) == 0 ? absl::OkStatus() : DiskFailure();
}

Task<> UpdateSource::Report(OutcomeReport report) {
  ClientRequest request = Request("api/reports");
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = WriteOutcomeReport(report);
  request.response_timeout = 3s;
  request.connect_timeout = 3s;
  (void)co_await http_.Send(std::move(request));
}

}  // namespace nexy
