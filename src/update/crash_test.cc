// Publishing is killed, and the disk fails, at every single system call.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <functional>
#include <set>

#include "update/audit_log.h"
#include "update/test_service.h"

#if defined(__x86_64__)

namespace nexy {
namespace {

using testing::IsEmpty;

// The calls by which a store changes or looks at itself.
const std::set<long> kFileCalls = {SYS_open,   SYS_openat,    SYS_write,      SYS_pwrite64,
                                   SYS_fsync,  SYS_fdatasync, SYS_rename,     SYS_unlink,
                                   SYS_mkdir,  SYS_ftruncate, SYS_close,      SYS_read,
                                   SYS_flock,  SYS_mmap,      SYS_newfstatat, SYS_getdents64,
                                   SYS_munmap, SYS_renameat,  SYS_renameat2,  SYS_unlinkat};

enum class Fault { kKill, kNoSpace, kIoError };

struct Attempt {
  int calls = 0;        // That were begun.
  bool failed = false;  // The child said so, or died.
};

bool MayFailFor(long call, Fault fault) {
  if (fault == Fault::kNoSpace) {
    return call == SYS_write || call == SYS_fsync || call == SYS_openat || call == SYS_open ||
           call == SYS_rename || call == SYS_mkdir || call == SYS_close || call == SYS_pwrite64;
  }
  return call != SYS_mmap && call != SYS_munmap;
}

// Runs `work` in a child whose calls are counted: for a kill all of them, for other faults those to
// files. The one with the number `at` gets the fault, none when it is 0. `work` returns whether it
// succeeded.
Attempt RunWithFault(const std::function<bool()>& work, Fault fault, int at) {
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    raise(SIGSTOP);
    _exit(work() ? 0 : 1);
  }
  Attempt run;
  int status = 0;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  bool entering = true;
  bool spoilt = false;
  while (true) {
    ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    waitpid(child, &status, 0);
    if (WIFEXITED(status) || WIFSIGNALED(status)) break;
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;
    user_regs_struct registers = {};
    ptrace(PTRACE_GETREGS, child, nullptr, &registers);
    if (entering) {
      const auto call = static_cast<long>(registers.orig_rax);
      const bool counts = fault == Fault::kKill || kFileCalls.contains(call);
      if (counts && ++run.calls == at) {
        if (fault == Fault::kKill) {
          kill(child, SIGKILL);
          waitpid(child, &status, 0);
          run.failed = true;
          return run;
        }
        if (MayFailFor(call, fault)) {
          spoilt = true;
          registers.orig_rax = static_cast<unsigned long long>(-1);  // No such call: it is skipped.
          ptrace(PTRACE_SETREGS, child, nullptr, &registers);
        }
      }
    } else if (spoilt) {
      spoilt = false;
      registers.rax = static_cast<unsigned long long>(fault == Fault::kNoSpace ? -ENOSPC : -EIO);
      ptrace(PTRACE_SETREGS, child, nullptr, &registers);
    }
    entering = !entering;
  }
  run.failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  return run;
}

class CrashTest : public testing::Test {
 protected:
  CrashTest() {
    EXPECT_TRUE(service.Init().ok());
    EXPECT_TRUE(service.Publish(service.Order("2.0.0.1")).ok());
    service.now += kDay;
    order = service.Order("2.0.0.2");
    before = *service.store->Current();
    std::filesystem::copy(service.store->path(), Kept(), std::filesystem::copy_options::recursive);
  }
  std::string Kept() const { return service.folder() + "/kept"; }
  void Restore() const {
    std::filesystem::remove_all(service.store->path());
    std::filesystem::copy(Kept(), service.store->path(), std::filesystem::copy_options::recursive);
  }
  bool PublishNow() { return service.Publish(order).ok(); }
  bool PromoteNow() {
    return service
        .Change([this](Catalogue& catalogue) {
          return Promote(catalogue, "beta", "stable", 2000001, {.salt = "aa"}, service.now);
        })
        .ok();
  }
  bool RollBackNow() {
    return service
        .Change([this](Catalogue& catalogue) {
          return RollBack(catalogue, "beta", 2000001, "it loses words", service.now,
                          service.now + kDay);
        })
        .ok();
  }

  // Whatever happened: the store is whole and signed, says the old or the new, and the same command
  // run again ends where it would have ended.
  void JudgeAndFinish(const Attempt& run, int at) {
    const StoreVerdict verdict = service.Verdict();
    ASSERT_THAT(verdict.problems, IsEmpty()) << "fault at call " << at;
    const auto current = service.store->Current();
    ASSERT_TRUE(current.ok()) << "fault at call " << at;
    ASSERT_TRUE(current->number == before.number || current->number == before.number + 1) << at;
    if (!run.failed) {
      ASSERT_EQ(current->number, before.number + 1) << at;
    }
    const auto again = service.Publish(order);
    ASSERT_TRUE(again.ok()) << "fault at call " << at << ": " << again.status();
    ASSERT_EQ(service.store->Current()->number, before.number + 1) << at;
    ASSERT_NE(service.Published().Find(2000002), nullptr) << at;
    const auto log = ReadAuditLog(service.store->AuditLogPath());
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_EQ(log->size(), 3u) << "fault at call " << at;
    const StoreVerdict finished = service.Verdict();
    ASSERT_THAT(finished.problems, IsEmpty()) << at;
    ASSERT_THAT(finished.notes, IsEmpty()) << at;
  }
  void TryEveryCall(Fault fault) {
    const int calls = RunWithFault([this] { return PublishNow(); }, fault, 0).calls;
    ASSERT_GT(calls, 50);
    RecordProperty("calls", calls);
    for (int at = 1; at <= calls && !HasFatalFailure(); ++at) {
      Restore();
      JudgeAndFinish(RunWithFault([this] { return PublishNow(); }, fault, at), at);
    }
  }

  // In memory where there is such a place: thousands of syncs take their time on a disk.
  TestService service{access("/dev/shm", W_OK) == 0 ? "/dev/shm" : testing::TempDir()};
  ReleaseOrder order;
  CurrentPublication before;
};

TEST_F(CrashTest, AKillAtAnyCallLeavesAWholeStoreAndTheSameCommandFinishes) {
  TryEveryCall(Fault::kKill);
}

TEST_F(CrashTest, AFullDiskAtAnyCallLeavesAWholeStoreAndTheSameCommandFinishes) {
  TryEveryCall(Fault::kNoSpace);
}

TEST_F(CrashTest, ABrokenDiskAtAnyCallLeavesAWholeStoreAndTheSameCommandFinishes) {
  TryEveryCall(Fault::kIoError);
}

// Whatever happened, the store is whole and says the old or the new; the same command run again
// does what it was told.
TEST_F(CrashTest, AFaultAtAnyCallOfAPromotionOrARollbackLeavesAWholeStore) {
  ASSERT_TRUE(PublishNow());
  std::filesystem::remove_all(Kept());
  std::filesystem::copy(service.store->path(), Kept(), std::filesystem::copy_options::recursive);
  const std::int64_t number = service.store->Current()->number;
  const struct {
    std::function<bool()> change;
    Fault fault;
  } kTried[] = {{[this] { return PromoteNow(); }, Fault::kNoSpace},
                {[this] { return RollBackNow(); }, Fault::kKill}};
  for (const auto& [change, fault] : kTried) {
    const int calls = RunWithFault(change, fault, 0).calls;
    ASSERT_GT(calls, 50);
    for (int at = 1; at <= calls; ++at) {
      Restore();
      RunWithFault(change, fault, at);
      ASSERT_THAT(service.Verdict().problems, IsEmpty()) << "fault at call " << at;
      const std::int64_t now = service.store->Current()->number;
      ASSERT_TRUE(now == number || now == number + 1) << at;
      ASSERT_TRUE(change()) << at;
      ASSERT_EQ(service.store->Current()->number, number + 1) << at;
      ASSERT_THAT(service.Verdict().problems, IsEmpty()) << at;
    }
    Restore();
  }
}

TEST_F(CrashTest, AKillWhileDatesAreRenewedLeavesAWholeStore) {
  const auto refresh = [this] { return Publisher(*service.store, service.Terms()).Refresh().ok(); };
  const int calls = RunWithFault(refresh, Fault::kKill, 0).calls;
  for (int at = 1; at <= calls; ++at) {
    Restore();
    RunWithFault(refresh, Fault::kKill, at);
    ASSERT_THAT(service.Verdict().problems, IsEmpty()) << "killed at call " << at;
    ASSERT_TRUE(refresh()) << at;
    ASSERT_THAT(service.Verdict().problems, IsEmpty()) << at;
  }
}

TEST_F(CrashTest, AFaultWhileGarbageIsCollectedLeavesAWholeStore) {
  for (int i = 2; i < 6; ++i) {
    ASSERT_TRUE(service.Publish(service.Order("2.0.0." + std::to_string(i))).ok());
  }
  std::filesystem::remove_all(Kept());
  std::filesystem::copy(service.store->path(), Kept(), std::filesystem::copy_options::recursive);
  const auto collect = [this] { return CollectGarbage(*service.store, "anna", 2, false).ok(); };
  for (const Fault fault : {Fault::kKill, Fault::kNoSpace}) {
    const int calls = RunWithFault(collect, fault, 0).calls;
    ASSERT_GT(calls, 10);
    for (int at = 1; at <= calls; ++at) {
      Restore();
      RunWithFault(collect, fault, at);
      ASSERT_THAT(service.Verdict().problems, IsEmpty()) << "fault at call " << at;
      ASSERT_TRUE(collect()) << at;
    }
  }
}

}  // namespace
}  // namespace nexy

#endif
