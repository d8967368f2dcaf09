namespace Wenden.Demo;

/// <summary>A step of the walk did not come out as it must; the message says which and how.</summary>
public sealed class StepFailedException(string message) : Exception(message);
