using System.Diagnostics;

namespace Wenden.PlainHost.Processes;

/// <summary>
/// A small shell process beside this one that knows every process group and temporary folder of ours by number and name. When this
/// process is gone, by whatever way, the guard's standard input ends, and it stops the groups and deletes the folders.
/// </summary>
/// <remarks>
/// A parent-death signal would not do: Linux ties it to the thread that started the child, and a thread of .NET's pool may end long
/// before the process does.
/// </remarks>
internal static class ProcessGuard
{
    // Groups end in three steps: the signal each was registered with, ten seconds of patience, KILL.
    private const string Script = """
        trap '' HUP INT TERM QUIT
        exec >/dev/null 2>&1
        groups= folders=
        while read -r verb what signal; do
          case $verb in
            add) groups="$groups $what:$signal" ;;
            del) left=; for g in $groups; do [ "${g%%:*}" = "$what" ] || left="$left $g"; done; groups=$left ;;
            folder) folders="$folders $what" ;;
            kept) left=; for f in $folders; do [ "$f" = "$what" ] || left="$left $f"; done; folders=$left ;;
          esac
        done
        alive() { for g in $groups; do { kill -0 -- "-${g%%:*}" || kill -0 "${g%%:*}"; } && return 0; done; return 1; }
        for g in $groups; do kill "-${g##*:}" "${g%%:*}"; done
        tries=0
        while alive && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        for g in $groups; do kill -KILL -- "-${g%%:*}"; kill -KILL "${g%%:*}"; done
        for f in $folders; do rm -rf -- "$f"; done
        """;

    private static readonly Lock Gate = new();
    private static Process? _guard;

    /// <summary>Process id of the guard; starts it when it is not there yet.</summary>
    public static int Pid
    {
        get
        {
            lock (Gate)
                return Running().Id;
        }
    }

    public static void Add(int group, Signal signal) => Tell($"add {group} {(int)signal}");

    public static void Remove(int group) => Tell($"del {group} -");

    /// <summary>Has a folder deleted when this process ends. The path may not hold white space.</summary>
    public static void AddFolder(string folder)
    {
        if (folder.Any(char.IsWhiteSpace))
            throw new ArgumentException($"The path '{folder}' holds white space.", nameof(folder));
        Tell($"folder {folder} -");
    }

    public static void RemoveFolder(string folder) => Tell($"kept {folder} -");

    private static void Tell(string line)
    {
        lock (Gate)
        {
            var guard = Running();
            guard.StandardInput.WriteLine(line);
            guard.StandardInput.Flush();
        }
    }

    private static Process Running()
    {
        if (_guard is { HasExited: false })
            return _guard;

        // A session of its own, so that Ctrl-C on the terminal does not reach it.
        var start = new ProcessStartInfo(Programs.Find("setsid")) { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var argument in new[] { Programs.Find("sh"), "-c", Script, "wenden-guard" })
            start.ArgumentList.Add(argument);
        return _guard = Process.Start(start) ?? throw new InvalidOperationException("The guard process did not start.");
    }
}
