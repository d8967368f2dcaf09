using Microsoft.AspNetCore.Components;
using Wenden.Kiosk.Words;

namespace Wenden.Kiosk.Steps;

/// <summary>What every step has at hand.</summary>
public abstract class StepPart : ComponentBase, IDisposable
{
    [Inject]
    private protected Front Front { get; set; } = default!;

    private protected Stay Stay => Front.Stay;

    private protected Wording Text => Stay.Text;

    /// <summary>What has no parameters is not drawn anew with the page around it.</summary>
    protected override void OnInitialized() => Front.Changed += Draw;

    /// <summary>The whole page shows what has changed, not the step alone.</summary>
    private protected void Then(Action change)
    {
        change();
        Front.Say();
    }

    private void Draw() => _ = InvokeAsync(StateHasChanged);

    public void Dispose()
    {
        Front.Changed -= Draw;
        GC.SuppressFinalize(this);
    }
}

/// <summary>A step on which keys are typed, on the screen or on a keyboard.</summary>
public abstract class PadStep : StepPart
{
    private protected string Typed { get; set; } = "";

    private protected bool IsWrong { get; set; }

    private protected abstract int Length { get; }

    internal void Type(string key)
    {
        IsWrong = false;
        if (key == "Backspace")
            Typed = Typed is [.. var rest, _] ? rest : "";
        else if (Typed.Length < Length && key.Length == 1)
            Typed += key.ToUpperInvariant();
        Stay.Touch();
        StateHasChanged();
    }
}
