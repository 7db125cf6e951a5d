# Builds the native tests into one folder. In: BUILD, the folder; SANITIZE, what of; TARGET; JOBS. Run as `cmake -P` from the
# root. Invariant: one process builds a folder at a time, the others wait; the system takes the lock back from one that ends.

function(run)
  execute_process(COMMAND ${CMAKE_COMMAND} ${ARGV} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "cmake ${ARGV}: ${status}")
  endif()
endfunction()

file(LOCK "${BUILD}.lock" GUARD PROCESS)
run(-S native -B "${BUILD}" -DBUSBAR_TESTS=ON -DBUSBAR_ADDON=OFF "-DBUSBAR_SANITIZE=${SANITIZE}")
run(--build "${BUILD}" --target "${TARGET}" -j "${JOBS}")
