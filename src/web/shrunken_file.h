#pragma once

#include <sys/sendfile.h>
#include <sys/types.h>

#include <cerrno>

// To be included before every header of RESTinio. Its version 0.6 takes the end of a file that has
// become shorter while it is sent for a socket that is full, and tries again at once, with a whole
// processor, until the time for the answer is over. What cannot be sent any more is an error here,
// which ends the connection: the client has less than it was promised and goes on from there.
namespace nexy {

inline ssize_t SendfileOrFail(int to, int from, off64_t* offset, std::size_t count) {
  const ssize_t sent = ::sendfile64(to, from, offset, count);
  if (sent != 0 || count == 0) return sent;
  errno = EIO;
  return -1;
}

}  // namespace nexy

using nexy::SendfileOrFail;  // RESTinio calls it in the global namespace.
#define sendfile64 SendfileOrFail
