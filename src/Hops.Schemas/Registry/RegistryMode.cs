namespace Hops.Schemas.Registry;

/// <summary>What may be done to a subject, whoever asks.</summary>
public enum RegistryMode
{
    /// <summary>Everything.</summary>
    ReadWrite,

    /// <summary>No registration and no deletion.</summary>
    ReadOnly,

    /// <summary>The same, set by an operator on a project although subjects say otherwise.</summary>
    ReadOnlyOverride,
}

/// <summary>The modes as the registry's protocol spells them.</summary>
public static class RegistryModes
{
    /// <summary>The mode's name: <c>READWRITE</c>.</summary>
    public static string NameOf(RegistryMode mode) => mode switch
    {
        RegistryMode.ReadWrite => "READWRITE",
        RegistryMode.ReadOnly => "READONLY",
        RegistryMode.ReadOnlyOverride => "READONLY_OVERRIDE",
    };

    /// <summary>The mode of a name in any case, or null.</summary>
    public static RegistryMode? Find(string? name)
    {
        foreach (var mode in Enum.GetValues<RegistryMode>())
        {
            if (NameOf(mode).Equals(name, StringComparison.OrdinalIgnoreCase))
                return mode;
        }
        return null;
    }
}
