#include "web/file_response.h"

#include <utility>
#include <vector>

#include "base/strings.h"
#include "web/byte_range.h"

namespace nexy {
namespace {

constexpr char kPlain[] = "text/plain; charset=utf-8";

std::string ContentRange(const ByteRange& range, std::uint64_t size) {
  return Concat("bytes ", range.offset, "-", range.offset + range.length - 1, "/", size);
}

// What says which file it is and how it may be kept; a 304 carries it too (RFC 9110 15.4.5).
HttpResponse Content(int status, const HttpFile& served) {
  HttpResponse response{.status = status, .content_type = served.content_type};
  if (!served.state.etag.empty()) response.headers.emplace_back("ETag", served.state.etag);
  if (served.state.last_modified != absl::InfinitePast()) {
    response.headers.emplace_back("Last-Modified", HttpDate(served.state.last_modified));
  }
  if (!served.cache_control.empty()) {
    response.headers.emplace_back("Cache-Control", served.cache_control);
  }
  response.headers.emplace_back("Accept-Ranges", "bytes");
  if (!served.download_name.empty()) {
    response.headers.emplace_back("Content-Disposition",
                                  Concat("attachment; filename=\"", served.download_name, "\""));
  }
  return response;
}

std::uint64_t SizeOf(const HttpFile& served) {
  const auto* file = std::get_if<std::shared_ptr<const OpenFile>>(&served.content);
  if (file != nullptr) return (*file)->size();
  return std::get<std::shared_ptr<const std::string>>(served.content)->size();
}

BodyPiece Slice(const HttpFile& served, const ByteRange& range) {
  const auto* file = std::get_if<std::shared_ptr<const OpenFile>>(&served.content);
  if (file != nullptr) return FileSlice{*file, range.offset, range.length};
  return std::get<std::shared_ptr<const std::string>>(served.content)
      ->substr(range.offset, range.length);
}

// The boundary is made of the file's own tag, which is a hash: no file holds its own hash by
// chance.
std::string Boundary(const HttpFile& served) {
  std::string boundary = "nexy-part-";
  for (const char c : served.state.etag) {
    if (c != '"' && c != '/') boundary += c;
  }
  return boundary.substr(0, 70);  // RFC 2046 5.1.1.
}

HttpResponse SeveralRanges(const HttpFile& served, const std::vector<ByteRange>& ranges) {
  HttpResponse response = Content(206, served);
  const std::string boundary = Boundary(served);
  response.content_type = Concat("multipart/byteranges; boundary=", boundary);
  std::string_view before;
  for (const ByteRange& range : ranges) {
    response.pieces.emplace_back(
        Concat(before, "--", boundary, "\r\nContent-Type: ", served.content_type,
               "\r\nContent-Range: ", ContentRange(range, SizeOf(served)), "\r\n\r\n"));
    response.pieces.emplace_back(Slice(served, range));
    before = "\r\n";
  }
  response.pieces.emplace_back(Concat("\r\n--", boundary, "--\r\n"));
  return response;
}

HttpResponse NotSatisfiable(const HttpFile& served) {
  HttpResponse response{
      .status = 416, .content_type = kPlain, .body = "416: Range Not Satisfiable"};
  response.headers.emplace_back("Content-Range", Concat("bytes */", SizeOf(served)));
  return response;
}

HttpResponse Whole(int status, const HttpFile& served) {
  HttpResponse response = Content(status, served);
  if (SizeOf(served) > 0) {
    response.pieces.emplace_back(Slice(served, {0, SizeOf(served)}));
  }
  return response;
}

}  // namespace

HttpResponse FileResponse(const HttpRequest& request, const HttpFile& served) {
  switch (EvaluateConditions(request.header, served.state)) {
    case Condition::kNotModified:
      return Whole(304, served);
    case Condition::kFailed:
      return {.status = 412, .content_type = kPlain, .body = "412: Precondition Failed"};
    case Condition::kProceed:
      break;
  }
  RangeAnswer answer;
  // RFC 9110 14.2: Range is for GET only.
  if (request.method == "GET" && IfRangeHolds(request.header("If-Range"), served.state)) {
    answer = ParseByteRanges(request.header("Range"), SizeOf(served));
  }
  if (!answer.satisfiable) return NotSatisfiable(served);
  if (answer.ranges.empty()) return Whole(200, served);
  if (answer.ranges.size() > 1) return SeveralRanges(served, answer.ranges);
  HttpResponse response = Content(206, served);
  response.headers.emplace_back("Content-Range",
                                ContentRange(answer.ranges.front(), SizeOf(served)));
  response.pieces.emplace_back(Slice(served, answer.ranges.front()));
  return response;
}

}  // namespace nexy
