/** What the output of a failed command means, and what to do; the first that matches is shown. */
const causes = [
  {
    signs: [/no space left on device/i, /ENOSPC/],
    advice:
      'The disk is full. Free some space (a first set-up needs 1.2 GB here and 200 MB in the temporary folder), then run the command again.',
  },
  {
    signs: [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/,
      /temporary failure in name resolution|name or service not known|network is unreachable|connection (refused|timed out|broken|aborted)/i,
      /NewConnectionError|ReadTimeoutError|ConnectTimeoutError|IncompleteRead|network request to .* failed/,
    ],
    advice:
      'The package registry does not answer. Check the network (and the proxy settings of npm and pip), then run the command again: what is finished is kept.',
  },
  {
    signs: [
      /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|unable to verify the first certificate/,
    ],
    advice:
      "The registry's certificate is not trusted here, as behind some company proxies: set NODE_EXTRA_CA_CERTS and PIP_CERT to the proxy's certificate file.",
  },
  {
    signs: [/EACCES|EPERM|permission denied/i],
    advice:
      'A file cannot be written. If an earlier run was made with sudo, give the folder back: sudo chown -R "$USER" .',
  },
  {
    signs: [/no matching distribution found/i, /from versions: none/i],
    advice:
      'The registry has no package for this Python and system. Another Python can be chosen: PYTHON=/path/to/python3.12 npm start',
  },
  {
    signs: [
      /killed signal terminated program|internal compiler error: killed|ended by SIGKILL|cannot allocate memory/i,
    ],
    advice: 'The memory ran out. Close other programs, then run the command again.',
  },
];

/**
 * @param {string[]} lines What a command printed.
 * @returns {string | undefined}
 */
export function explain(lines) {
  const text = lines.join('\n');
  return causes.find(({ signs }) => signs.some((sign) => sign.test(text)))?.advice;
}
