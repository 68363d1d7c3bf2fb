#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nexy::sim {

// A plain TCP connection of a test, blocking, with no idea of HTTP; reads give up after 20 s.
class RawClient {
 public:
  explicit RawClient(const std::string& host_and_port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return socket_ >= 0; }
  void Send(std::string_view bytes);
  // What came up to and with `mark`, or until the end when it never comes.
  std::string ReadUntil(std::string_view mark);
  // The rest; was_reset() says how it ended.
  std::string ReadToTheEnd();
  bool was_reset() const { return was_reset_; }
  void Close();

 private:
  bool ReadMore();

  int socket_ = -1;
  std::string input_;
  bool was_reset_ = false;
};

// A request that keeps the connection; `headers` are whole lines.
std::string Post(std::string_view target, std::string_view headers, std::string_view body);
// The body of a chunked response, without its chunks.
std::string Unchunked(std::string_view response);

}  // namespace nexy::sim
