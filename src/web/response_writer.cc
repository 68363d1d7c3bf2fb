#include "web/response_writer.h"

#include <unistd.h>

#include <memory>
#include <restinio/message_builders.hpp>
#include <restinio/sendfile.hpp>
#include <string>
#include <utility>

namespace nexy {
namespace {

using Builder = restinio::response_builder_t<restinio::user_controlled_output_t>;

const char* ReasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 416:
      return "Range Not Satisfiable";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
  }
  return "Status";
}

std::uint64_t BodySize(const HttpResponse& response) {
  std::uint64_t size = response.body.size();
  for (const BodyPiece& piece : response.pieces) {
    const auto* text = std::get_if<std::string>(&piece);
    size += text != nullptr ? text->size() : std::get<FileSlice>(piece).length;
  }
  return size;
}

// Whether the length of the content is told and the content itself is not sent (RFC 9110 8.6).
bool IsContentLeftOut(const restinio::request_handle_t& request) {
  return request->header().method() == restinio::http_method_head();
}

Builder Head(const restinio::request_handle_t& request, HttpResponse& response, bool close) {
  auto builder =
      request->create_response<restinio::user_controlled_output_t>(restinio::http_status_line_t{
          restinio::http_status_code_t{static_cast<std::uint16_t>(response.status)},
          ReasonOf(response.status)});
  if (!response.content_type.empty()) {
    builder.append_header(restinio::http_field::content_type, response.content_type);
  }
  builder.append_header_date_field();
  for (auto& [name, value] : response.headers) builder.append_header(name, std::move(value));
  if (close) builder.connection_close();
  builder.set_content_length(BodySize(response));
  return builder;
}

// Without a length: one of content that does not follow is allowed (RFC 9110 15.4.5), but readers
// made with http_parser, as wrk and Node before 12 are, then wait for that content. RESTinio's own
// answers always carry one.
void WriteNotModified(const restinio::request_handle_t& request, HttpResponse& response,
                      bool close) {
  restinio::http_response_header_t header(restinio::http_status_line_t{
      restinio::http_status_code_t{static_cast<std::uint16_t>(response.status)},
      ReasonOf(response.status)});
  header.should_keep_alive(!close && request->header().should_keep_alive());
  header.append_field(restinio::http_field::date,
                      restinio::make_date_field_value(std::chrono::system_clock::now()));
  for (auto& [name, value] : response.headers) header.append_field(name, std::move(value));
  restinio::writable_items_container_t items;
  items.emplace_back(restinio::impl::create_header_string(
      header, restinio::impl::content_length_field_presence_t::skip_content_length));
  const auto connection = std::move(restinio::impl::access_req_connection(*request));
  connection->write_response_parts(
      request->request_id(),
      restinio::response_output_flags_t{
          restinio::response_parts_attr_t::final_parts,
          restinio::response_connection_attr(header.should_keep_alive())},
      restinio::write_group_t{std::move(items)});
}

// An answer with files in it, on its way. Lives in the callbacks of its own portions.
class FileAnswer : public std::enable_shared_from_this<FileAnswer> {
 public:
  FileAnswer(Builder builder, HttpResponse response, std::chrono::milliseconds timeout)
      : builder_(std::move(builder)),
        pieces_(std::move(response.pieces)),
        sent_(std::move(response.sent)),
        timeout_(timeout) {}
  ~FileAnswer() {
    if (sent_) sent_(complete_);
  }

  // Gives the next portion to the connection.
  void Continue() {
    while (next_ < pieces_.size()) {
      BodyPiece& piece = pieces_[next_];
      if (auto* text = std::get_if<std::string>(&piece)) {
        builder_.append_body(std::move(*text));
        ++next_;
        continue;
      }
      if (!AppendPortion(std::get<FileSlice>(piece))) return;  // The connection breaks off.
      builder_.flush([self = shared_from_this()](const auto& error) {
        if (!error) self->Continue();
      });
      return;
    }
    complete_ = true;
    builder_.done();
  }

 private:
  bool AppendPortion(FileSlice& slice) {
    // RESTinio closes the descriptor that it is given.
    restinio::file_descriptor_holder_t descriptor(::dup(slice.file->descriptor()));
    if (!descriptor.is_valid()) return false;
    const std::uint64_t length = std::min(slice.length, kFilePortionBytes);
    const restinio::file_meta_t meta(slice.file->size(), {});
    auto portion = restinio::sendfile(std::move(descriptor), meta);
    portion.offset_and_size(static_cast<restinio::file_offset_t>(slice.offset), length);
    portion.timelimit(timeout_);
    builder_.append_body(std::move(portion));
    slice.offset += length;
    slice.length -= length;
    if (slice.length == 0) ++next_;
    return true;
  }

  Builder builder_;
  std::vector<BodyPiece> pieces_;
  const std::function<void(bool)> sent_;
  std::size_t next_ = 0;
  bool complete_ = false;
  const std::chrono::milliseconds timeout_;
};

}  // namespace

void WriteResponse(const restinio::request_handle_t& request, HttpResponse response,
                   std::chrono::milliseconds portion_timeout, bool close) {
  if (response.status == 304) return WriteNotModified(request, response, close);
  Builder builder = Head(request, response, close);
  const bool left_out = IsContentLeftOut(request);
  if (!left_out) builder.append_body(std::move(response.body));
  if (left_out || response.pieces.empty()) {
    builder.done();
    return;
  }
  std::make_shared<FileAnswer>(std::move(builder), std::move(response), portion_timeout)
      ->Continue();
}

}  // namespace nexy
