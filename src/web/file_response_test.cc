#include "web/file_response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <optional>
#include <thread>

#include "base/strings.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using tcp = asio::ip::tcp;

class SilentLog final : public Log {
 public:
  void Write(LogLevel, LogWord, LogWord, LogWord, std::initializer_list<LogField>) override {}
};

// Bytes that differ at every place of a portion and from portion to portion.
std::string Noise(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

struct FileResponseTest : testing::Test {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      Concat("nexy-file-response-", testing::UnitTest::GetInstance()->current_test_info()->name());
  std::string path = folder / "nexy.dmg";
  std::string content = "0123456789";
  prometheus::Registry registry;
  SilentLog log;
  asio::io_context io;
  std::chrono::milliseconds response_timeout{10'000};
  std::function<void(bool complete)> sent;
  std::unique_ptr<HttpServer> server;
  std::jthread thread;

  void SetUp() override {
    ::signal(SIGPIPE, SIG_IGN);  // As nexyd does.
    std::filesystem::create_directories(folder);
  }
  void TearDown() override {
    io.stop();
    if (thread.joinable()) thread.join();
    std::filesystem::remove_all(folder);
  }

  void Serve(std::string bytes) {
    content = std::move(bytes);
    std::ofstream(path, std::ios::binary) << content;
    HttpFile served{.content = *OpenFile::Open(path),
                    .content_type = "application/x-apple-diskimage",
                    .state = {.etag = "\"tag\"",
                              .last_modified = ParseHttpDate("Mon, 23 Nov 2026 10:00:00 GMT")},
                    .cache_control = "public, max-age=60",
                    .download_name = "nexy-1.dmg"};
    const WebOptions options{.host = "127.0.0.1", .port = 0, .response_timeout = response_timeout};
    server = *HttpServer::Start(
        io, "update", options,
        [this, served](const HttpRequest& request) {
          HttpResponse response = FileResponse(request, served);
          response.sent = sent;
          return response;
        },
        registry, log);
    thread = std::jthread([this] { io.run(); });
  }

  // The whole answer to one request on a connection of its own.
  std::string Ask(std::string_view method, std::string_view headers) {
    boost::system::error_code error;
    asio::io_context client_io;
    tcp::socket socket(client_io);
    socket.connect({asio::ip::address_v4::loopback(), server->port()}, error);
    const std::string request =
        Concat(method, " /nexy.dmg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", headers, "\r\n");
    asio::write(socket, asio::buffer(request), error);
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    return answer;
  }
  std::string Get(std::string_view headers = "") { return Ask("GET", headers); }
};

std::string BodyOf(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

TEST_F(FileResponseTest, SendsTheWholeFileWithItsValidators) {
  Serve("0123456789");
  EXPECT_THAT(Get(),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nETag: \"tag\"\r\n"),
                    HasSubstr("\r\nLast-Modified: Mon, 23 Nov 2026 10:00:00 GMT\r\n"),
                    HasSubstr("\r\nCache-Control: public, max-age=60\r\n"),
                    HasSubstr("\r\nAccept-Ranges: bytes\r\n"),
                    HasSubstr("\r\nContent-Type: application/x-apple-diskimage\r\n"),
                    HasSubstr("attachment; filename=\"nexy-1.dmg\""),
                    HasSubstr("\r\nContent-Length: 10\r\n"), EndsWith("\r\n\r\n0123456789")));
}

TEST_F(FileResponseTest, SendsAFileOfManyPortionsWithoutAFault) {
  Serve(Noise(3 * 1024 * 1024 + 17));
  EXPECT_TRUE(BodyOf(Get()) == content);
}

TEST_F(FileResponseTest, SendsAnEmptyFile) {
  Serve("");
  EXPECT_THAT(Get(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                           HasSubstr("\r\nContent-Length: 0\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(FileResponseTest, HeadTellsTheLengthAndSendsNothing) {
  Serve("0123456789");
  EXPECT_THAT(Ask("HEAD", "Range: bytes=0-1\r\n"),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nContent-Length: 10\r\n"),
                    EndsWith("\r\n\r\n")));
}

TEST_F(FileResponseTest, ResumesWhereADownloadBroke) {
  Serve(Noise(1024 * 1024));
  const std::string answer = Get("Range: bytes=700001-\r\nIf-Range: \"tag\"\r\n");
  EXPECT_THAT(answer.substr(0, 1000),
              AllOf(StartsWith("HTTP/1.1 206 Partial Content\r\n"),
                    HasSubstr("\r\nContent-Range: bytes 700001-1048575/1048576\r\n")));
  EXPECT_TRUE(BodyOf(answer) == content.substr(700001));
}

TEST_F(FileResponseTest, StartsAnewWhenTheFileIsAnotherOne) {
  Serve("0123456789");
  const std::string answer = Get("Range: bytes=5-\r\nIf-Range: \"old\"\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(BodyOf(answer), content);
}

TEST_F(FileResponseTest, SendsSeveralRangesAsPartsOfOneMessage) {
  Serve("0123456789");
  const std::string answer = Get("Range: bytes=0-1,-3\r\n");
  EXPECT_THAT(
      answer,
      AllOf(StartsWith("HTTP/1.1 206 Partial Content\r\n"),
            HasSubstr("\r\nContent-Type: multipart/byteranges; boundary=nexy-part-tag\r\n")));
  EXPECT_EQ(BodyOf(answer),
            "--nexy-part-tag\r\nContent-Type: application/x-apple-diskimage\r\n"
            "Content-Range: bytes 0-1/10\r\n\r\n01\r\n"
            "--nexy-part-tag\r\nContent-Type: application/x-apple-diskimage\r\n"
            "Content-Range: bytes 7-9/10\r\n\r\n789\r\n--nexy-part-tag--\r\n");
  EXPECT_THAT(answer, HasSubstr(Concat("Content-Length: ", BodyOf(answer).size(), "\r\n")));
}

TEST_F(FileResponseTest, RefusesARangeOutsideTheFileAndSaysHowLongItIs) {
  Serve("0123456789");
  EXPECT_THAT(Get("Range: bytes=10-\r\n"),
              AllOf(StartsWith("HTTP/1.1 416 Range Not Satisfiable\r\n"),
                    HasSubstr("\r\nContent-Range: bytes */10\r\n")));
}

TEST_F(FileResponseTest, SendsNothingToWhoHasIt) {
  Serve("0123456789");
  const std::string answer = Get("If-None-Match: \"tag\"\r\n");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 304 Not Modified\r\n"), HasSubstr("ETag: \"tag\""),
                            Not(HasSubstr("Content-Length")), EndsWith("\r\n\r\n")));
}

TEST_F(FileResponseTest, SaysWhenAPreconditionFails) {
  Serve("0123456789");
  EXPECT_THAT(Get("If-Match: \"other\"\r\n"), StartsWith("HTTP/1.1 412 Precondition Failed\r\n"));
}

TEST_F(FileResponseTest, GoesOnServingOthersWhileOneReadsNothing) {
  Serve(Noise(16 * 1024 * 1024));
  boost::system::error_code error;
  asio::io_context client_io;
  tcp::socket lazy(client_io);
  lazy.connect({asio::ip::address_v4::loopback(), server->port()}, error);
  const std::string request = "GET /nexy.dmg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  asio::write(lazy, asio::buffer(request), error);
  EXPECT_TRUE(BodyOf(Get()) == content);  // On the one thread of the server.
  std::string answer;
  asio::read(lazy, asio::dynamic_buffer(answer), error);
  EXPECT_TRUE(BodyOf(answer) == content);
}

// Where the kernel takes what it likes, this file is in its buffer at once (2.6 MB on loopback).
TEST_F(FileResponseTest, LetsLittleWaitInTheKernelForAReaderWhoStandsStill) {
  response_timeout = std::chrono::milliseconds(300);
  std::promise<bool> taken;
  sent = [&taken](bool complete) { taken.set_value(complete); };
  Serve(Noise(600'000));
  asio::io_context client_io;
  tcp::socket still(client_io, tcp::v4());
  still.set_option(asio::socket_base::receive_buffer_size(4096));
  still.connect({asio::ip::address_v4::loopback(), server->port()});
  const std::string request = "GET /nexy.dmg HTTP/1.1\r\nHost: x\r\n\r\n";
  asio::write(still, asio::buffer(request));
  EXPECT_FALSE(taken.get_future().get()) << "all of it waited in the kernel";
}

// Blobs are never made shorter, but by a broken disk or a clumsy hand. To wait for the end of the
// time for an answer would be to wait with a busy processor.
TEST_F(FileResponseTest, EndsTheConnectionWhenTheFileBecomesShorterWhileItIsSent) {
  response_timeout = std::chrono::hours(1);
  Serve(Noise(64 * 1024 * 1024));
  boost::system::error_code error;
  asio::io_context client_io;
  tcp::socket socket(client_io);
  socket.connect({asio::ip::address_v4::loopback(), server->port()}, error);
  const std::string request = "GET /nexy.dmg HTTP/1.1\r\nHost: x\r\n\r\n";
  asio::write(socket, asio::buffer(request), error);
  std::string answer(1000, '\0');
  asio::read(socket, asio::buffer(answer), error);
  std::filesystem::resize_file(path, 1);
  asio::read(socket, asio::dynamic_buffer(answer), error);
  EXPECT_LT(answer.size(), content.size());
  EXPECT_EQ(Ask("HEAD", "").substr(0, 15), "HTTP/1.1 200 OK");  // The server's thread is free.
}

TEST_F(FileResponseTest, LosesNoDescriptorToClientsThatLeave) {
  Serve(Noise(16 * 1024 * 1024));
  const auto open_descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  EXPECT_EQ(BodyOf(Get()).size(), content.size());
  const auto before = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    boost::system::error_code error;
    asio::io_context client_io;
    tcp::socket socket(client_io);
    socket.connect({asio::ip::address_v4::loopback(), server->port()}, error);
    const std::string request = "GET /nexy.dmg HTTP/1.1\r\nHost: x\r\n\r\n";
    asio::write(socket, asio::buffer(request), error);
    std::string start(1000, '\0');
    asio::read(socket, asio::buffer(start), error);
  }
  while (open_descriptors() > before) std::this_thread::yield();
}

TEST(FileResponse, TreatsWhatIsInMemoryAsAFile) {
  const HttpFile served{.content = std::make_shared<const std::string>("0123456789"),
                        .content_type = "text/plain"};
  HttpRequest request{.method = "GET", .path = "/x", .query = ""};
  EXPECT_EQ(std::get<std::string>(FileResponse(request, served).pieces.at(0)), "0123456789");
  request.header = [](std::string_view name) -> std::string_view {
    return name == "Range" ? "bytes=2-4" : "";
  };
  const HttpResponse part = FileResponse(request, served);
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(std::get<std::string>(part.pieces.at(0)), "234");
}

TEST(OpenFile, RefusesWhatIsNoRegularFile) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "nexy-open-file";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "file") << "x";
  std::filesystem::remove(folder / "link");
  std::filesystem::create_symlink(folder / "file", folder / "link");
  std::filesystem::remove(folder / "pipe");
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  for (const std::string name : {"", "link", "pipe", "nothing", "file/below"}) {
    EXPECT_EQ(OpenFile::Open(folder / name).status().code(), absl::StatusCode::kNotFound) << name;
  }
  const auto file = OpenFile::Open(folder / "file");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->size(), 1u);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace nexy
