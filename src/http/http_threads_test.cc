#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

#include "http/client_fixture.h"

namespace nexy {
namespace {

constexpr int kStrands = 12;
constexpr int kRequests = 25;

Task<int> Ask(HttpClient& client, std::string url, bool gives_up) {
  int answered = 0;
  for (int i = 0; i < kRequests; ++i) {
    ClientRequest request;
    request.url = url;
    auto response = co_await client.Send(std::move(request));
    if (!response.ok()) continue;
    if (gives_up && i % 3 == 0) continue;  // Destroys it before its end.
    auto body = co_await ReadAll(**response, 1000);
    if (body.ok() && *body == "hello") ++answered;
  }
  co_return answered;
}

TEST(HttpThreads, ConnectionsGoFromStrandToStrand) {
  asio::io_context server_io;
  LoopbackServer server(server_io);
  const std::vector<std::string> replies(kStrands * kRequests, kHello);
  server.scenes.assign(kStrands * kRequests, Scene{.replies = replies});
  const std::string url = server.url();

  prometheus::Registry registry;
  RealClock clock;
  NullLog log;
  HttpOptions options;
  options.connections_per_host = 4;  // So that places and connections change hands.
  asio::io_context io;
  HttpClient client(io.get_executor(), options, ProxySettings{}, clock, log, registry);
  auto work = asio::make_work_guard(io);
  std::vector<std::future<int>> answers;
  for (int i = 0; i < kStrands; ++i) {
    answers.push_back(
        asio::co_spawn(asio::make_strand(io), Ask(client, url, i % 2 == 0), asio::use_future));
  }
  client.Prewarm(url, 2);
  std::vector<std::jthread> threads;
  threads.emplace_back([&server_io] { server_io.run(); });
  for (int i = 0; i < 3; ++i) threads.emplace_back([&io] { io.run(); });
  int answered = 0;
  for (auto& answer : answers) {
    answered += answer.get();
    client.Sweep();
  }
  work.reset();
  server_io.stop();
  threads.clear();
  const int given_up = kStrands / 2 * ((kRequests + 2) / 3);
  EXPECT_EQ(answered, kStrands * kRequests - given_up);
}

}  // namespace
}  // namespace nexy
