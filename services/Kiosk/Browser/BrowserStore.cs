using System.Text.Json;
using Microsoft.JSInterop;
using Wenden.Kiosk.Numbers;

namespace Wenden.Kiosk.Browser;

/// <summary>The state in the browser's IndexedDB, through <c>wwwroot/store.js</c>.</summary>
internal sealed class BrowserStore(IJSRuntime js) : IKioskStore
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Whether no other page of this browser uses the state; two would give out the same numbers.</summary>
    public async Task<bool> IsOursAsync(CancellationToken ct) => await (await ModuleAsync()).InvokeAsync<bool>("claim", ct);

    public async Task<KioskState> ReadAsync(CancellationToken ct) =>
        await (await ModuleAsync()).InvokeAsync<string?>("read", ct) is { } text ? JsonSerializer.Deserialize<KioskState>(text, KioskJson.Options)! : new KioskState();

    public async Task WriteAsync(KioskState state, CancellationToken ct) =>
        await (await ModuleAsync()).InvokeVoidAsync("write", ct, JsonSerializer.Serialize(state, KioskJson.Options));

    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./store.js").AsTask();
}
