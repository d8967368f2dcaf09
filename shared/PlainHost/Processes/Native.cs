using System.Runtime.InteropServices;

namespace Wenden.PlainHost.Processes;

/// <summary>The few calls of the C library that .NET has no face for.</summary>
internal static partial class Native
{
    public static bool IsRoot => GetEffectiveUser() == 0;

    /// <summary>Sends a signal to a process, or with a negative number to a process group. False when nobody is there.</summary>
    public static bool Send(int process, Signal signal) => Kill(process, (int)signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();
}

/// <summary>POSIX signals by number, the same on Linux and macOS.</summary>
internal enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}
