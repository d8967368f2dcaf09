using Microsoft.JSInterop;

namespace Wenden.Kiosk.Browser;

/// <summary>Keys, card reader, voice and printer of the machine, through <c>wwwroot/machine.js</c>.</summary>
internal sealed class Machine(IJSRuntime js)
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Tells <paramref name="listener"/> of cards (<c>OnCard</c>), typed keys (<c>OnKey</c>) and any sign of life (<c>OnTouch</c>).</summary>
    public Task ListenAsync<T>(DotNetObjectReference<T> listener)
        where T : class => CallAsync("listen", listener);

    /// <summary>A new step is on the screen: it gets the focus, and is read out where the guide is on.</summary>
    public Task ShowAsync(string language, bool isLarge, bool isGuided, bool isScanned, string? words) =>
        CallAsync("show", language, isLarge, isGuided, isScanned, words);

    public Task PrintAsync() => CallAsync("print");

    private async Task CallAsync(string function, params object?[] arguments) => await (await ModuleAsync()).InvokeVoidAsync(function, arguments);

    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./machine.js").AsTask();
}
