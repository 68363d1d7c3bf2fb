#include "fault_proxy.h"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <string>
#include <thread>

namespace nexy {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// A server that sends every byte back.
class FaultProxyTest : public ::testing::Test {
 protected:
  FaultProxyTest() : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}) {
    proxy_.emplace("127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()));
  }
  tcp::socket Dial() {
    const std::string address = proxy_->address();
    const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(address.find(':') + 1)));
    tcp::socket socket(io_);
    socket.connect({asio::ip::address_v4::loopback(), port});
    return socket;
  }
  static std::string Read(tcp::socket& socket, std::size_t count) {
    std::string text(count, ' ');
    boost::system::error_code error;
    const std::size_t got = asio::read(socket, asio::buffer(text), error);
    if (error) text = text.substr(0, got) + "|" + error.message();
    return text;
  }
  static void Say(tcp::socket& socket, const std::string& text) {
    asio::write(socket, asio::buffer(text));
  }

  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::optional<FaultProxy> proxy_;
};

TEST_F(FaultProxyTest, PassesBytesOnBothWays) {
  tcp::socket client = Dial();
  tcp::socket server = acceptor_.accept();
  Say(client, "question");
  EXPECT_EQ(Read(server, 8), "question");
  Say(server, "answer");
  EXPECT_EQ(Read(client, 6), "answer");
  client.close();
  EXPECT_EQ(Read(server, 1), "|End of file");
  EXPECT_TRUE(proxy_->WaitForLinks([](auto open, auto total) { return open == 0 && total == 1; }));
}

TEST_F(FaultProxyTest, WaitsBeforeEachPiece) {
  proxy_->Behave({.latency = 30ms, .jitter = 10ms});
  tcp::socket client = Dial();
  tcp::socket server = acceptor_.accept();
  const auto start = std::chrono::steady_clock::now();
  Say(client, "question");
  EXPECT_EQ(Read(server, 8), "question");
  EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
}

TEST_F(FaultProxyTest, DripsAndLosesNothing) {
  proxy_->Behave({.drip_bytes = 1, .drip_pause = 1ms});
  tcp::socket client = Dial();
  tcp::socket server = acceptor_.accept();
  Say(client, "a long question");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Read(server, 15), "a long question");
  EXPECT_GE(std::chrono::steady_clock::now() - start, 10ms) << "a byte at a time";
}

TEST_F(FaultProxyTest, ResetsAfterSoManyBytesOfAnAnswer) {
  proxy_->Behave({.cut_after_bytes = 4});
  tcp::socket client = Dial();
  tcp::socket server = acceptor_.accept();
  Say(server, "answer");
  EXPECT_TRUE(Read(client, 6).ends_with("|Connection reset by peer"));
  EXPECT_TRUE(Read(server, 1).ends_with("|Connection reset by peer"));
}

TEST_F(FaultProxyTest, CutsWhatIsOpenAndPassesOnWhatComesLater) {
  tcp::socket client = Dial();
  tcp::socket server = acceptor_.accept();
  proxy_->Cut(FaultProxy::How::kGoodbye);
  EXPECT_EQ(Read(client, 1), "|End of file");
  tcp::socket again = Dial();
  tcp::socket there = acceptor_.accept();
  Say(again, "x");
  EXPECT_EQ(Read(there, 1), "x");
}

TEST_F(FaultProxyTest, KeepsFromBothSidesThatAHalfOpenConnectionIsDead) {
  tcp::socket client = Dial();
  tcp::socket server = acceptor_.accept();
  Say(client, "a");
  ASSERT_EQ(Read(server, 1), "a");
  proxy_->Behave({.swallow = true});
  Say(client, "lost");
  client.close();
  server.non_blocking(true);
  // Another connection goes all the way after this one was closed, and still nobody knows.
  proxy_->Behave({});
  tcp::socket other = Dial();
  tcp::socket there = acceptor_.accept();
  Say(other, "x");
  EXPECT_EQ(Read(there, 1), "x");
  char byte = 0;
  boost::system::error_code error;
  EXPECT_EQ(server.read_some(asio::buffer(&byte, 1), error), 0u);
  EXPECT_EQ(proxy_->links_total(), 2u);
}

TEST_F(FaultProxyTest, ConnectsLastFirst) {
  proxy_->Behave({.reorder = 2, .reorder_wait = 60s});
  tcp::socket first = Dial();
  ASSERT_TRUE(proxy_->WaitForLinks([](auto, auto total) { return total == 1; }));
  Say(first, "1");
  tcp::socket second = Dial();
  Say(second, "2");
  tcp::socket a = acceptor_.accept();
  EXPECT_EQ(Read(a, 1), "2");
  tcp::socket b = acceptor_.accept();
  EXPECT_EQ(Read(b, 1), "1");
}

}  // namespace
}  // namespace nexy
